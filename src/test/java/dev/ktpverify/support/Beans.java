package dev.ktpverify.support;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;

/** What injection gives, without it. */
public final class Beans {

    private Beans() {}

    /** A bean, or none for null; to get that one fails. */
    @SuppressWarnings("unchecked")
    public static <T> Instance<T> instance(T bean) {
        return (Instance<T>) Proxy.newProxyInstance(
                Beans.class.getClassLoader(), new Class<?>[] {Instance.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isResolvable")) {
                        return bean != null;
                    }
                    if (bean == null) {
                        throw new IllegalStateException("no such bean");
                    }
                    return bean;
                });
    }
}
