package io.embeddedgateway.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses the application before any bean, and with that its server, is started.
 */
class ReactiveWebApplicationRequirement implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		throw new ReactiveWebApplicationRequiredException();
	}

}
