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
    void countsFromTheStartThatConnectedItFirst(@TempDir Path folder) {
        try (World world = World.of(FirstConnectedTest.class, folder, 5)) {
            world.clock.advance(Duration.ofNanos(1));
            Installation first = world.installedWithoutGoLive();
            world.clock.advance(Duration.ofSeconds(40));
            Services.of(first, "this node").readiness().check();

            world.clock.advance(Duration.ofHours(3));
            Installation second = world.installedWithoutGoLive();
            Services.of(second, "this node").readiness().check();

            assertThat(first.inputs().policy().goLive()).contains(World.NOW);
            assertThat(second.inputs().hash()).isEqualTo(first.inputs().hash());
        }
    }
}
