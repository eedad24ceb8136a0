package io.onefunnel.spi.account;

import io.onefunnel.spi.Provisioning;
import java.util.List;

/** Our fields at the vendor, once it is sure whose account it is: another installation's may be there. */
record GuardedProvisioning(Provisioning provisioning, Runnable guard) implements Provisioning {
    @Override
    public List<Step> plan() {
        guard.run();
        return provisioning.plan();
    }

    @Override
    public List<Step> apply(List<Step> steps) {
        guard.run();
        return provisioning.apply(steps);
    }

    @Override
    public List<Step> lasting() {
        guard.run();
        return provisioning.lasting();
    }

    @Override
    public List<Step> removable() {
        guard.run();
        return provisioning.removable();
    }

    @Override
    public List<Step> remove(List<Step> steps) {
        guard.run();
        return provisioning.remove(steps);
    }
}
