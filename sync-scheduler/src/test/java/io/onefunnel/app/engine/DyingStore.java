package io.onefunnel.app.engine;

import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store whose process dies when the outcome of a call is to be written down. */
final class DyingStore {
    private DyingStore() {}

    /** Thrown in place of the end of the process. */
    static final class DiedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static Store beforeOutcomes(Store store) {
        WriteLedger ledger = (WriteLedger) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {WriteLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("outcomes")) throw new DiedException();
                    return through(() -> method.invoke(store.ledger(), arguments));
                });
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) ->
                        method.getName().equals("ledger") ? ledger : through(() -> method.invoke(store, arguments)));
    }

    private interface Invocation {
        Object invoke() throws IllegalAccessException, InvocationTargetException;
    }

    private static Object through(Invocation invocation) throws Throwable {
        try {
            return invocation.invoke();
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
