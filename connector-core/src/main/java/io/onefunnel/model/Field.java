package io.onefunnel.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The canonical fields: the facts that the rules read, and those that OneFunnel provides. A vendor's names for them stand in
 * {@code config/mappings/} and nowhere else. A constant carries all that is known of its field, so that a new one is one line.
 */
public enum Field {
    FIRST_NAME(Group.PERSON, ValueType.TEXT),
    LAST_NAME(Group.PERSON, ValueType.TEXT),
    FULL_NAME(Group.PERSON, ValueType.TEXT),
    EMAIL(Group.PERSON, ValueType.TEXT),
    OTHER_EMAILS(Group.PERSON, ValueType.CHOICES),
    PHONE(Group.PERSON, ValueType.TEXT),
    MOBILE_PHONE(Group.PERSON, ValueType.TEXT),
    TITLE(Group.PERSON, ValueType.TEXT),
    COMPANY(Group.COMPANY, ValueType.TEXT),
    WEBSITE(Group.COMPANY, ValueType.TEXT),
    STREET(Group.PERSON, ValueType.TEXT),
    CITY(Group.PERSON, ValueType.TEXT),
    STATE(Group.PERSON, ValueType.TEXT),
    POSTAL_CODE(Group.PERSON, ValueType.TEXT),
    COUNTRY(Group.PERSON, ValueType.TEXT),
    INDUSTRY(Group.COMPANY, ValueType.TEXT),
    SEGMENT(Group.COMPANY, ValueType.TEXT),
    EMPLOYEES(Group.COMPANY, ValueType.NUMBER),
    ANNUAL_REVENUE(Group.COMPANY, ValueType.NUMBER),
    EMAIL_OPT_OUT(Group.PERSON, ValueType.BOOLEAN),
    DO_NOT_CALL(Group.PERSON, ValueType.BOOLEAN),
    EMAIL_INVALID(Group.PERSON, ValueType.BOOLEAN),
    STATUS(Group.PERSON, ValueType.CHOICE),
    LIFECYCLE(Group.PERSON, ValueType.CHOICE),
    LEAD_SOURCE(Group.PERSON, ValueType.TEXT),
    SOURCE_DETAIL(Group.PERSON, ValueType.TEXT),
    AREA_OF_INTEREST(Group.PERSON, ValueType.TEXT),
    EXTERNAL_ID(Group.ANY, ValueType.TEXT),
    CRM_PROSPECT_ID(Group.PERSON, ValueType.TEXT),
    CRM_CONTACT_ID(Group.PERSON, ValueType.TEXT),
    CRM_ACCOUNT_ID(Group.COMPANY, ValueType.TEXT),
    MERGED_IDS(Group.PERSON, ValueType.CHOICES),
    NAME(Group.ANY, ValueType.TEXT),
    DESCRIPTION(Group.ANY, ValueType.LONG_TEXT),
    CREATED_AT(Group.ANY, ValueType.INSTANT),
    DELETED(Group.ANY, ValueType.BOOLEAN),
    AMOUNT(Group.OPPORTUNITY, ValueType.NUMBER),
    CURRENCY(Group.OPPORTUNITY, ValueType.TEXT),
    CLOSE_DATE(Group.OPPORTUNITY, ValueType.DAY),
    CLOSED_AT(Group.OPPORTUNITY, ValueType.INSTANT),
    DEAL_STAGE(Group.OPPORTUNITY, ValueType.CHOICE),
    DEAL_TYPE(Group.OPPORTUNITY, ValueType.CHOICE),
    IS_CLOSED(Group.OPPORTUNITY, ValueType.BOOLEAN),
    IS_WON(Group.OPPORTUNITY, ValueType.BOOLEAN),
    LOSS_REASON(Group.OPPORTUNITY, ValueType.TEXT),
    PROBABILITY(Group.OPPORTUNITY, ValueType.NUMBER),
    ROLE(Group.OPPORTUNITY, ValueType.TEXT),
    IS_PRIMARY(Group.OPPORTUNITY, ValueType.BOOLEAN),
    CAMPAIGN_TYPE(Group.CAMPAIGN, ValueType.CHOICE),
    CAMPAIGN_STATUS(Group.CAMPAIGN, ValueType.TEXT),
    START_DATE(Group.CAMPAIGN, ValueType.DAY),
    END_DATE(Group.CAMPAIGN, ValueType.DAY),
    COST(Group.CAMPAIGN, ValueType.NUMBER),
    OCCURRED_AT(Group.TOUCH, ValueType.INSTANT),
    CHANNEL(Group.TOUCH, ValueType.CHOICE),
    DIRECTION(Group.TOUCH, ValueType.CHOICE),
    RESULT(Group.TOUCH, ValueType.CHOICE),
    AUTOMATED(Group.TOUCH, ValueType.BOOLEAN),
    OFFER(Group.RESPONSE, ValueType.CHOICE),
    RESPONDED(Group.RESPONSE, ValueType.BOOLEAN),
    SUBJECT(Group.TOUCH, ValueType.TEXT),
    START_AT(Group.MEETING, ValueType.INSTANT),
    END_AT(Group.MEETING, ValueType.INSTANT),
    DURATION_MINUTES(Group.MEETING, ValueType.NUMBER),
    MEETING_OUTCOME(Group.MEETING, ValueType.CHOICE),
    LOCATION(Group.MEETING, ValueType.TEXT),
    USER_EMAIL(Group.USER, ValueType.TEXT),
    ACTIVE(Group.USER, ValueType.BOOLEAN),
    TIME_ZONE(Group.USER, ValueType.TEXT),
    USER_TYPE(Group.USER, ValueType.CHOICE),
    OF_PERSON_ID(Group.FUNNEL, ValueType.TEXT, Capability.IDENTITY),
    OF_STAGE(Group.FUNNEL, ValueType.CHOICE, Capability.STAGE, Stage.values()),
    OF_STAGE_SINCE(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_TARGET_MARKET_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_EXCHANGE_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_CONVERSATION_LEAD_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_FIRST_SALES_MEETING_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_OPPORTUNITY_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_PIPELINE_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_CLOSED_WON_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_NEXT_SALE_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_SCORE(Group.FUNNEL, ValueType.NUMBER, Capability.SCORES),
    OF_GRADE(Group.FUNNEL, ValueType.CHOICE, Capability.SCORES, LeadScore.Grade.values()),
    OF_SCORE_REASONS(Group.FUNNEL, ValueType.LONG_TEXT, Capability.SCORES),
    OF_TOP_REASON(Group.FUNNEL, ValueType.TEXT, Capability.SCORES),
    OF_SCORE_VERSION(Group.FUNNEL, ValueType.TEXT, Capability.SCORES),
    OF_SCORE_AT(Group.FUNNEL, ValueType.INSTANT, Capability.SCORES),
    OF_RANK_IN_OWNER(Group.FUNNEL, ValueType.NUMBER, Capability.SCORES),
    OF_ACCOUNT_SCORE(Group.FUNNEL, ValueType.NUMBER, Capability.SCORES),
    OF_ICP_FIT(Group.FUNNEL, ValueType.NUMBER, Capability.SCORES),
    OF_ICP_PRODUCT(Group.FUNNEL, ValueType.TEXT, Capability.SCORES),
    OF_SLA_FIRST_TOUCH_DUE(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_SLA_FIRST_TOUCH_AT(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_SLA_FIRST_TOUCH_STATUS(Group.FUNNEL, ValueType.CHOICE, Capability.SLA, SlaTimer.Status.values()),
    OF_SLA_CADENCE_STATUS(Group.FUNNEL, ValueType.CHOICE, Capability.SLA, SlaTimer.Status.values()),
    OF_CADENCE_STEP(Group.FUNNEL, ValueType.NUMBER, Capability.SLA),
    OF_ATTEMPTS(Group.FUNNEL, ValueType.NUMBER, Capability.SLA),
    OF_SLA_RESOLUTION_DUE(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_SLA_RESOLUTION_STATUS(Group.FUNNEL, ValueType.CHOICE, Capability.SLA, SlaTimer.Status.values()),
    OF_EXTENSION_REASON(Group.FUNNEL, ValueType.CHOICE, Capability.SLA),
    OF_SLA_TAKEBACK_DUE(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_SLA_TAKEBACK_STATUS(Group.FUNNEL, ValueType.CHOICE, Capability.SLA, SlaTimer.Status.values()),
    OF_PREVIOUS_OWNER(Group.FUNNEL, ValueType.REFERENCE, Capability.SLA),
    OF_TAKEBACK_COUNT(Group.FUNNEL, ValueType.NUMBER, Capability.SLA),
    OF_SLA_MEETING_FEEDBACK_DUE(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_SLA_MEETING_FEEDBACK_STATUS(Group.FUNNEL, ValueType.CHOICE, Capability.SLA, SlaTimer.Status.values()),
    OF_NEXT_ACTION(Group.FUNNEL, ValueType.TEXT, Capability.SLA),
    OF_NEXT_ACTION_DUE(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_MEETINGS_BOOKED(Group.FUNNEL, ValueType.NUMBER, Capability.STAGE),
    OF_MEETINGS_HELD(Group.FUNNEL, ValueType.NUMBER, Capability.STAGE),
    OF_REBOOK_COUNT(Group.FUNNEL, ValueType.NUMBER, Capability.STAGE),
    OF_OUTCOME_AT(Group.FUNNEL, ValueType.INSTANT, Capability.OUTCOMES),
    OF_RESULT(Group.FUNNEL, ValueType.CHOICE, Capability.OUTCOMES),
    OF_RESULT_AT(Group.FUNNEL, ValueType.INSTANT, Capability.OUTCOMES),
    OF_RESULT_STAGE(Group.FUNNEL, ValueType.TEXT, Capability.OUTCOMES),
    OF_RESULT_REASON(Group.FUNNEL, ValueType.TEXT, Capability.OUTCOMES),
    OF_RESULT_AMOUNT(Group.FUNNEL, ValueType.NUMBER, Capability.OUTCOMES),
    OF_RESULT_CURRENCY(Group.FUNNEL, ValueType.TEXT, Capability.OUTCOMES),
    OF_ORIGINAL_LEAD_ID(Group.FUNNEL, ValueType.TEXT, Capability.REFERRALS),
    OF_ORIGINAL_SOURCE(Group.FUNNEL, ValueType.TEXT, Capability.REFERRALS),
    OF_ORIGINAL_CAMPAIGN(Group.FUNNEL, ValueType.TEXT, Capability.REFERRALS),
    OF_REFERRAL_DEPTH(Group.FUNNEL, ValueType.NUMBER, Capability.REFERRALS),
    OF_MERGE_STATE(Group.FUNNEL, ValueType.CHOICE, Capability.IDENTITY),
    OF_DUPLICATE_OF(Group.FUNNEL, ValueType.TEXT, Capability.IDENTITY),
    OF_DUPLICATE_CONFIDENCE(Group.FUNNEL, ValueType.NUMBER, Capability.IDENTITY),
    OF_ORIGIN(Group.FUNNEL, ValueType.CHOICE, Capability.REFERRALS),
    OF_EXPERIMENT_GROUP(Group.FUNNEL, ValueType.TEXT, Capability.SCORES),
    OF_HOLD_BACK(Group.FUNNEL, ValueType.BOOLEAN, Capability.SCORES),
    OF_CRITERIA_VERSION(Group.FUNNEL, ValueType.TEXT, Capability.STAGE),
    OF_VALIDITY(Group.FUNNEL, ValueType.CHOICE, Capability.STAGE),
    OF_MISSING_FIELDS(Group.FUNNEL, ValueType.TEXT, Capability.STAGE),
    OF_NOTE_SEEN_AT(Group.FUNNEL, ValueType.INSTANT, Capability.STAGE),
    OF_HEARTBEAT(Group.FUNNEL, ValueType.INSTANT, Capability.SLA),
    OF_OUTCOME(Group.ANSWER, ValueType.CHOICE, Capability.OUTCOMES),
    OF_DISQUALIFY_REASON(Group.ANSWER, ValueType.CHOICE, Capability.OUTCOMES),
    OF_SUB_REASONS(Group.ANSWER, ValueType.CHOICES, Capability.OUTCOMES),
    OF_CONTEXT_NOTE(Group.ANSWER, ValueType.TEXT, Capability.OUTCOMES),
    OF_MEETING_STATUS(Group.ANSWER, ValueType.CHOICE, Capability.OUTCOMES),
    OF_REFERRED_BY(Group.ANSWER, ValueType.REFERENCE, Capability.REFERRALS),
    OF_SCORE_VOTE(Group.ANSWER, ValueType.CHOICE, Capability.OUTCOMES),
    OF_SCORE_OVERRIDE(Group.ANSWER, ValueType.NUMBER, Capability.OUTCOMES),
    OF_SCORE_OVERRIDE_REASON(Group.ANSWER, ValueType.TEXT, Capability.OUTCOMES),
    OF_NOT_SAME_PERSON(Group.ANSWER, ValueType.BOOLEAN, Capability.OUTCOMES),
    OF_PAUSE_UNTIL(Group.ANSWER, ValueType.INSTANT, Capability.OUTCOMES),
    OF_PAUSE_REASON(Group.ANSWER, ValueType.TEXT, Capability.OUTCOMES),
    OF_MANAGER_REVIEW(Group.ANSWER, ValueType.CHOICE, Capability.OUTCOMES);

    /** What a field is about. A record of another kind may carry it as well: a Lead its company's industry. */
    public enum Group {
        PERSON(Writer.SOURCE),
        COMPANY(Writer.SOURCE),
        OPPORTUNITY(Writer.SOURCE),
        CAMPAIGN(Writer.SOURCE),
        RESPONSE(Writer.SOURCE),
        TOUCH(Writer.SOURCE),
        MEETING(Writer.SOURCE),
        USER(Writer.SOURCE),
        /** Said of records of several kinds. */
        ANY(Writer.SOURCE),
        /** What OneFunnel found out, in fields that it provides. */
        FUNNEL(Writer.ONEFUNNEL),
        /** What people tell OneFunnel, in fields that it provides. */
        ANSWER(Writer.PERSON);

        private final Writer writer;

        Group(Writer writer) {
            this.writer = writer;
        }
    }

    /** Who brings a field's value about. */
    public enum Writer {
        /** The systems themselves; we only read. */
        SOURCE,
        ONEFUNNEL,
        /** A rep, a manager or a marketer, in a field that OneFunnel provides; we read it and may copy it on. */
        PERSON
    }

    private static final Map<String, Field> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::key, Function.identity()));

    private final String key;
    private final Group group;
    private final ValueType type;
    private final Capability capability;
    private final List<String> choices;

    /** A field of the systems themselves: where an admin lets us write it, it carries what sales said. */
    Field(Group group, ValueType type) {
        this(group, type, Capability.OUTCOMES);
    }

    Field(Group group, ValueType type, Capability capability, Enum<?>... choices) {
        this.key = name().toLowerCase(Locale.ROOT);
        this.group = group;
        this.type = type;
        this.capability = capability;
        this.choices = Arrays.stream(choices).map(Enum::name).toList();
    }

    /** The name in configuration, exports and plans: "of_score". */
    public String key() {
        return key;
    }

    public Group group() {
        return group;
    }

    public ValueType type() {
        return type;
    }

    public Writer writer() {
        return group.writer;
    }

    /** What has to be switched on for it to be written. */
    public Capability capability() {
        return capability;
    }

    /** Every value that it can have, where the funnel itself defines them; empty for words that a company chooses. */
    public List<String> choices() {
        return choices;
    }

    public static Optional<Field> ofKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key.toLowerCase(Locale.ROOT)));
    }

    public static List<String> keys() {
        return BY_KEY.keySet().stream().sorted().toList();
    }

    /** The field that tells when a person first reached a stage. */
    public static Field enteredAt(Stage stage) {
        return Field.valueOf("OF_" + stage.name() + "_AT");
    }
}
