package io.onefunnel.spi;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vendor could not be reached, or refused a whole request. The message names the connection, the thing and the
 * reason; for {@link Recovery#ASK_ADMIN} it says what to change. It never holds a token, a response body or a person's
 * data.
 */
public final class AdapterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AdapterErrorCode code;
    private final transient @Nullable Instant notBefore;

    public AdapterException(AdapterErrorCode code, String message) {
        this(code, message, null, null);
    }

    public AdapterException(AdapterErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    public AdapterException(
            AdapterErrorCode code, String message, @Nullable Instant notBefore, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.notBefore = notBefore;
    }

    /**
     * Of a wait that was interrupted. The thread is marked as interrupted again, so that whoever waits next stops as well.
     *
     * @param who whose wait it was, as the message names it
     */
    public static AdapterException interrupted(String who, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AdapterException(AdapterErrorCode.UNREACHABLE, who + ": interrupted while waiting", cause);
    }

    public AdapterErrorCode code() {
        return code;
    }

    /** When trying again makes sense, where the vendor said so. */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }
}
