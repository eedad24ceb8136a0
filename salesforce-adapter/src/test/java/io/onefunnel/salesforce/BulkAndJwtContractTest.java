package io.onefunnel.salesforce;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.AdapterContractTest;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.VendorFixture;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/** The contract again, where every first read goes by a Bulk 2.0 job that takes its time, and sign-in is by JWT. */
class BulkAndJwtContractTest extends AdapterContractTest {
    private static final KeyPair KEYS = keys();
    private static final KeyPair STRANGE_KEYS = keys();

    @Override
    protected VendorFixture open(ManualClock clock, AdapterContext context) {
        return new BulkFixture(clock, context);
    }

    private static final class BulkFixture extends OrgFixture {
        BulkFixture(ManualClock clock, AdapterContext context) {
            super(clock, context);
            vendor().set("bulkDelaySeconds", "10");
            vendor().set("jwtPublicKey", pem("PUBLIC KEY", KEYS.getPublic().getEncoded()));
        }

        @Override
        protected void signIn(Map<String, String> options, Map<String, Supplier<String>> secrets, boolean wrongly) {
            options.put("bulk-from", "1");
            options.put("grant", "jwt");
            options.put("username", credential("username"));
            KeyPair keys = wrongly ? STRANGE_KEYS : KEYS;
            secrets.put(
                    "private-key", () -> pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                + label + "-----\n";
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            // Small: every sign-in of the contract signs, and whose key it was is all that counts here.
            generator.initialize(1024);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
