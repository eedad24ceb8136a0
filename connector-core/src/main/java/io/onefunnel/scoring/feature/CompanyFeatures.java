package io.onefunnel.scoring.feature;

import io.onefunnel.model.AccountContact;
import io.onefunnel.model.CaseFile;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.IdealCustomer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Whether the person's company is one that buys, and who else there is active. */
final class CompanyFeatures {
    private static final int MOST_COLLEAGUES = 3;

    private final CaseFile file;
    private final Ages ages;
    private final Criteria criteria;
    private final int employeesFrom;

    CompanyFeatures(CaseFile file, Ages ages, Criteria criteria, int employeesFrom) {
        this.file = file;
        this.ages = ages;
        this.criteria = criteria;
        this.employeesFrom = employeesFrom;
    }

    void tell(Consumer<FeatureValue> found) {
        size(found);
        profile(found);
        colleagues(found);
    }

    private void size(Consumer<FeatureValue> found) {
        OptionalDouble employees = IdealCustomer.employees(file);
        if (employees.orElse(0) < employeesFrom) return;
        String text = String.format(Locale.ROOT, "company of %,.0f people", employees.getAsDouble());
        found.accept(new FeatureValue(Feature.COMPANY_SIZE, "company-size-fits", text));
    }

    private void profile(Consumer<FeatureValue> found) {
        criteria.idealCustomers().stream()
                .filter(customer -> customer.fits(file))
                .findFirst()
                .map(customer -> new FeatureValue(
                        Feature.CUSTOMER_PROFILE, "ideal-customer", "the kind of customer for " + customer.product()))
                .ifPresent(found);
    }

    private void colleagues(Consumer<FeatureValue> found) {
        long active = file.colleagues().stream()
                .map(AccountContact::lastExchange)
                .flatMap(Optional::stream)
                .filter(at -> ages.within(at, Ages.MONTH))
                .count();
        if (active == 0) return;
        String text = active == 1 ? "1 colleague active this month" : active + " colleagues active this month";
        found.accept(new FeatureValue(
                Feature.ACTIVE_COLLEAGUES, "each-active-colleague", (int) Math.min(active, MOST_COLLEAGUES), text));
    }
}
