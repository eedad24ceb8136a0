package io.onefunnel.spi;

/**
 * The names under which {@link Command.PublishOutcome} tells what belongs to an outcome. Values are texts in canonical
 * form: instants with "Z", days as "2026-03-01", plain decimals, codes in capitals. A name whose value is unknown is
 * absent.
 */
public final class EventAttributes {
    /**
     * What happened, as a code of {@code model.FunnelEvent.Kind}: STAGE_ENTERED, DISQUALIFIED, RECYCLED, MEETING_HELD,
     * MEETING_NO_SHOW, OPPORTUNITY_CREATED, OPPORTUNITY_REOPENED, CLOSED_WON, CLOSED_LOST, SLA_MET, SLA_MISSED. Always
     * there.
     */
    public static final String OUTCOME = "outcome";

    /** The funnel stage concerned, by its plain name: "First Sales Meeting". */
    public static final String STAGE = "stage";

    /** Why sales disqualified the person or lost the opportunity: the framework's code, else the vendor's words. */
    public static final String REASON = "reason";

    /** Details of the reason, joined by ";". */
    public static final String SUB_REASONS = "subReasons";

    /** What sales noted in its own words; empty when nothing was. */
    public static final String NOTE = "note";

    /** The opportunity's amount, in {@link #CURRENCY}. */
    public static final String AMOUNT = "amount";

    /** ISO 4217; absent where the CRM has a single currency and does not name it. */
    public static final String CURRENCY = "currency";

    /** The day on which the opportunity closed or is planned to close, in UTC. */
    public static final String CLOSE_DATE = "closeDate";

    /** The opportunity in the system it lives in, as "connection/OPPORTUNITY/id": stable, unique over all systems. */
    public static final String OPPORTUNITY = "opportunity";

    public static final String OPPORTUNITY_NAME = "opportunityName";

    /** The opportunity's stage, in the words of the system it lives in. */
    public static final String OPPORTUNITY_STAGE = "opportunityStage";

    /** Who owns the opportunity, as "connection/USER/id"; absent where a queue does. */
    public static final String OPPORTUNITY_OWNER = "opportunityOwner";

    public static final String OPPORTUNITY_OWNER_NAME = "opportunityOwnerName";

    /** The address of whoever owns the opportunity, in lower case. */
    public static final String OPPORTUNITY_OWNER_EMAIL = "opportunityOwnerEmail";

    /** Whose opportunity it is, as "connection/COMPANY/id"; only together with {@link #ACCOUNT_NAME}. */
    public static final String ACCOUNT = "account";

    public static final String ACCOUNT_NAME = "accountName";

    /** The connection that the fact was read from: "salesforce". */
    public static final String SOURCE_SYSTEM = "sourceSystem";

    /** The name of who owned the work, else the opportunity. */
    public static final String OWNER = "owner";

    /** The promise whose result this is, as a code of {@code model.SlaTimer.Kind}: "FIRST_TOUCH". */
    public static final String SLA = "sla";

    /** Whether what was promised was kept: MET or MISSED. */
    public static final String SLA_RESULT = "slaResult";

    /** The name of the campaign or program that began the work, also where it lives in another system. */
    public static final String PROGRAM = "program";

    private EventAttributes() {}
}
