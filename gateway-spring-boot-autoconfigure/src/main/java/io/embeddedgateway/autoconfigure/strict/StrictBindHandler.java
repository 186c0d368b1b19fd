package io.embeddedgateway.autoconfigure.strict;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.ResolvableType;
import org.springframework.util.ObjectUtils;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;

/**
 * Collects what fails below the root instead of stopping at it, and throws all of it when
 * the root is done.
 *
 * @param <T> the record at the root
 */
final class StrictBindHandler<T> extends AbstractBindHandler {

	private final ConfigurationPropertyName prefix;

	private final Class<T> type;

	private final Block root;

	private final ConfigurationCheck<T> check;

	/** The mistakes so far, or {@code null} while something else is bound. */
	private @Nullable Problems problems;

	StrictBindHandler(BindHandler parent, ConfigurationPropertyName prefix, Class<T> type, Block root,
			ConfigurationCheck<T> check) {
		super(parent);
		this.prefix = prefix;
		this.type = type;
		this.root = root;
		this.check = check;
	}

	@Override
	public <S> @Nullable Bindable<S> onStart(ConfigurationPropertyName name, Bindable<S> target, BindContext context) {
		if (isRoot(name, target)) {
			this.problems = new Inspection(this.prefix, this.root, context).run();
		}
		return super.onStart(name, (this.problems != null) ? Trees.bindable(name, target, context) : target, context);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		Problems problems = this.problems;
		if (problems == null || error instanceof GatewayConfigurationException) {
			return super.onFailure(name, target, context, error);
		}
		record(problems, name, target, context, error);
		if (isRoot(name, target)) {
			finish(problems, null);
		}
		return null;
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) throws Exception {
		super.onFinish(name, target, context, result);
		if (this.problems != null && isRoot(name, target)) {
			finish(this.problems, result);
		}
	}

	private void record(Problems problems, ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		if (error instanceof UnboundConfigurationPropertiesException && problems.anyBelow(name)) {
			bindRemainingElements(name, target, context);
			return;
		}
		if (!isEmptyMap(target, context) && !problems.explain(name, FailureMessages.reason(error).getMessage())) {
			problems.fail(name, FailureMessages.describe(name, target, context.getConfigurationProperty(), error));
		}
	}

	private void bindRemainingElements(ConfigurationPropertyName list, Bindable<?> target, BindContext context) {
		ResolvableType type = target.getType();
		ResolvableType element = type.isArray() ? type.getComponentType() : type.asCollection().getGeneric();
		for (int index = 0; isWritten(list.append("[" + index + "]"), context); index++) {
			context.getBinder().bind(list.append("[" + index + "]"), Bindable.of(element), this);
		}
	}

	// In YAML {} arrives as an empty text
	private static boolean isEmptyMap(Bindable<?> target, BindContext context) {
		ConfigurationProperty property = context.getConfigurationProperty();
		return property != null && ObjectUtils.isEmpty(property.getValue())
				&& Map.class.isAssignableFrom(target.getType().resolve(Object.class));
	}

	private static boolean isWritten(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.getConfigurationProperty(name) != null
					|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

	private void finish(Problems problems, @Nullable Object result) {
		this.problems = null;
		this.check.check(this.type.cast(result), problems);
		if (!problems.isEmpty()) {
			throw new GatewayConfigurationException(problems.sorted());
		}
	}

	private boolean isRoot(ConfigurationPropertyName name, Bindable<?> target) {
		return name.equals(this.prefix) && target.getType().resolve() == this.type;
	}

}
