package io.onefunnel.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.writeback.PendingAction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names by which stored values say what they are. */
class JsonTest {
    /** A store that exists holds these names, and statements ask for them. */
    @Test
    void theNamesThatStoresHoldStayWhateverTheClassesAreCalled() {
        assertThat(names(Command.class))
                .containsExactlyInAnyOrder(
                        "SetFields", "Reassign", "CreateTask", "PublishOutcome", "LinkReferral", "Merge");
        assertThat(names(WriteResult.class))
                .containsExactlyInAnyOrder(
                        "Written", "Unchanged", "Stale", "Rejected", "Deferred", "Unknown", "NotApplied");
        assertThat(names(PendingAction.Action.class)).containsExactlyInAnyOrder("Publish", "Link", "Task", "Reassign");
    }

    @Test
    void aValueThatIsNoneOfTheseHasNoName() {
        assertThatThrownBy(() -> Json.typeOf("text")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> names(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Json::typeName)
                .toList();
    }
}
