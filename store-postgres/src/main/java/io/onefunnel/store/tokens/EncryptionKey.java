package io.onefunnel.store.tokens;

import io.onefunnel.store.files.PrivateFiles;
import io.onefunnel.store.sql.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts small secrets by AES-256-GCM: who has the database alone can neither read nor change them. */
public final class EncryptionKey {
    private static final int KEY_BYTES = 32;
    // The nonce length that GCM is made for, and its full tag: NIST SP 800-38D.
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private EncryptionKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @throws IllegalArgumentException when the text is not 32 bytes in Base64 */
    public static EncryptionKey of(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("an encryption key has " + KEY_BYTES + " bytes, not " + bytes.length);
        }
        return new EncryptionKey(bytes);
    }

    /** A new key, in the form that {@link #of} takes. */
    public static String generate() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The key in a file that its owner alone reads; it is made when it is not there.
     *
     * @throws StoreException when the file cannot be read or made, or holds no key
     */
    public static EncryptionKey keptIn(Path file) {
        try {
            if (!Files.exists(file)) PrivateFiles.writeOnce(file, generate());
            return of(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(
                    "The key that encrypts refresh tokens and seals plans cannot be taken from " + file + " ("
                            + e.getClass().getSimpleName() + "). Put the key back, or delete the file, configure newly"
                            + " issued tokens and make plans anew.",
                    e);
        }
    }

    /**
     * A key of 32 bytes for another purpose, from which this one cannot be told.
     *
     * @param purpose each has a key of its own
     */
    public byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java", e);
        }
    }

    /** @param place what the secret belongs to; it cannot be decrypted in another's place */
    byte[] encrypt(byte[] secret, byte[] place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret);
            byte[] whole = Arrays.copyOf(nonce, nonce.length + encrypted.length);
            System.arraycopy(encrypted, 0, whole, nonce.length, encrypted.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java", e);
        }
    }

    /** @throws StoreException when it was encrypted with another key, for another place, or was changed */
    byte[] decrypt(byte[] whole, byte[] place) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES), place);
            return cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new StoreException(
                    "A kept refresh token cannot be decrypted with this key. Put the key back that was used before"
                            + " (<data>/token.key or store.token-key), or configure a newly issued token.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
