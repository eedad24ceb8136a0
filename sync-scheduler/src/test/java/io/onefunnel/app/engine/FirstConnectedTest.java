package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An installation without a go-live of its own")
class FirstConnectedTest {
    @Test
    @DisplayName("counts SLAs from the same instant at its first start and its second: nobody is decided again for it")
    void countsFromWhenItWasFirstConnected(@TempDir Path folder) {
        try (World world = World.of(FirstConnectedTest.class, folder, 5)) {
            String before = world.installedWithoutGoLive().inputs().hash();
            world.clock.advance(Duration.ofDays(2));
            Installation first = world.installedWithoutGoLive();
            assertThat(first.inputs().hash())
                    .as("a start that reaches nobody decides as the one before it did")
                    .isEqualTo(before);
            assertThat(first.inputs().policy().goLive()).isEmpty();

            world.clock.advance(Duration.ofSeconds(40));
            Services.of(first, "this node").readiness().check();
            assertThat(first.inputs().policy().goLive()).contains(world.clock.instant());

            world.clock.advance(Duration.ofHours(3));
            Installation second = world.installedWithoutGoLive();
            Services.of(second, "this node").readiness().check();
            assertThat(second.inputs().hash()).isEqualTo(first.inputs().hash());
        }
    }
}
