// Asks the endpoint that this page belongs to, wherever it is: below any base path, behind any prefix.

const ENDPOINT = new URL("..", import.meta.url);

const TIMEOUT = 10_000;

/** What went wrong, in words for whoever looks at the page. */
export class Problem extends Error {
}

function problemOf(response, section) {
	if (response.type === "opaqueredirect" || response.status === 401) {
		return new Problem("You are not signed in any more. Reload the page to sign in.");
	}
	if (response.status === 403) {
		return new Problem(`You may not read ${section || "the gateway"}.`);
	}
	return new Problem(`The gateway answers ${response.status} for ${section || "its overview"}.`);
}

async function fetched(url) {
	try {
		return await fetch(url, {
			cache: "no-store", headers: { Accept: "application/json" }, redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT)
		});
	}
	catch (error) {
		throw new Problem((error.name === "TimeoutError") ? "The gateway takes too long to answer."
			: "The gateway can't be reached.");
	}
}

/**
 * Reads a section, or the overview if none is named. A section that the gateway does not have is null.
 * @param parameters names with a value, or with a list of them
 */
export async function read(section = "", parameters = {}) {
	// Without a section there is no slash either
	const url = new URL(section || ENDPOINT.pathname.replace(/\/$/, ""), ENDPOINT);
	for (const [name, value] of Object.entries(parameters)) {
		[value].flat().filter((one) => one !== "").forEach((one) => url.searchParams.append(name, one));
	}
	const response = await fetched(url);
	if (response.status === 404 && section) {
		return null;
	}
	if (response.status === 400) {
		const { error } = await response.json().catch(() => ({}));
		throw new Problem(error ?? problemOf(response, section).message);
	}
	if (!response.ok) {
		throw problemOf(response, section);
	}
	try {
		return await response.json();
	}
	catch {
		throw new Problem(`What the gateway says of ${section || "itself"} can't be read.`);
	}
}
