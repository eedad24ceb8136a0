package io.onefunnel.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The canonical fields: table T of the requirements plus the facts that the rules read. A vendor's names for them
 * stand in {@code config/mappings/} and nowhere else.
 */
public enum Field {
    FIRST_NAME("first_name", ValueType.TEXT, Writer.SOURCE),
    LAST_NAME("last_name", ValueType.TEXT, Writer.SOURCE),
    FULL_NAME("full_name", ValueType.TEXT, Writer.SOURCE),
    EMAIL("email", ValueType.TEXT, Writer.SOURCE),
    OTHER_EMAILS("other_emails", ValueType.CHOICES, Writer.SOURCE),
    PHONE("phone", ValueType.TEXT, Writer.SOURCE),
    MOBILE_PHONE("mobile_phone", ValueType.TEXT, Writer.SOURCE),
    TITLE("title", ValueType.TEXT, Writer.SOURCE),
    COMPANY("company", ValueType.TEXT, Writer.SOURCE),
    WEBSITE("website", ValueType.TEXT, Writer.SOURCE),
    STREET("street", ValueType.TEXT, Writer.SOURCE),
    CITY("city", ValueType.TEXT, Writer.SOURCE),
    STATE("state", ValueType.TEXT, Writer.SOURCE),
    POSTAL_CODE("postal_code", ValueType.TEXT, Writer.SOURCE),
    COUNTRY("country", ValueType.TEXT, Writer.SOURCE),
    INDUSTRY("industry", ValueType.TEXT, Writer.SOURCE),
    SEGMENT("segment", ValueType.TEXT, Writer.SOURCE),
    EMPLOYEES("employees", ValueType.NUMBER, Writer.SOURCE),
    ANNUAL_REVENUE("annual_revenue", ValueType.NUMBER, Writer.SOURCE),
    EMAIL_OPT_OUT("email_opt_out", ValueType.BOOLEAN, Writer.SOURCE),
    DO_NOT_CALL("do_not_call", ValueType.BOOLEAN, Writer.SOURCE),
    EMAIL_INVALID("email_invalid", ValueType.BOOLEAN, Writer.SOURCE),
    STATUS("status", ValueType.CHOICE, Writer.SOURCE),
    LIFECYCLE("lifecycle", ValueType.CHOICE, Writer.SOURCE),
    LEAD_SOURCE("lead_source", ValueType.TEXT, Writer.SOURCE),
    SOURCE_DETAIL("source_detail", ValueType.TEXT, Writer.SOURCE),
    AREA_OF_INTEREST("area_of_interest", ValueType.TEXT, Writer.SOURCE),
    EXTERNAL_ID("external_id", ValueType.TEXT, Writer.SOURCE),
    CRM_PROSPECT_ID("crm_prospect_id", ValueType.TEXT, Writer.SOURCE),
    CRM_CONTACT_ID("crm_contact_id", ValueType.TEXT, Writer.SOURCE),
    CRM_ACCOUNT_ID("crm_account_id", ValueType.TEXT, Writer.SOURCE),
    MERGED_IDS("merged_ids", ValueType.CHOICES, Writer.SOURCE),
    NAME("name", ValueType.TEXT, Writer.SOURCE),
    DESCRIPTION("description", ValueType.LONG_TEXT, Writer.SOURCE),
    CREATED_AT("created_at", ValueType.INSTANT, Writer.SOURCE),
    DELETED("deleted", ValueType.BOOLEAN, Writer.SOURCE),
    AMOUNT("amount", ValueType.NUMBER, Writer.SOURCE),
    CURRENCY("currency", ValueType.TEXT, Writer.SOURCE),
    CLOSE_DATE("close_date", ValueType.DAY, Writer.SOURCE),
    CLOSED_AT("closed_at", ValueType.INSTANT, Writer.SOURCE),
    DEAL_STAGE("deal_stage", ValueType.CHOICE, Writer.SOURCE),
    DEAL_TYPE("deal_type", ValueType.CHOICE, Writer.SOURCE),
    IS_CLOSED("is_closed", ValueType.BOOLEAN, Writer.SOURCE),
    IS_WON("is_won", ValueType.BOOLEAN, Writer.SOURCE),
    LOSS_REASON("loss_reason", ValueType.TEXT, Writer.SOURCE),
    PROBABILITY("probability", ValueType.NUMBER, Writer.SOURCE),
    ROLE("role", ValueType.TEXT, Writer.SOURCE),
    IS_PRIMARY("is_primary", ValueType.BOOLEAN, Writer.SOURCE),
    CAMPAIGN_TYPE("campaign_type", ValueType.CHOICE, Writer.SOURCE),
    CAMPAIGN_STATUS("campaign_status", ValueType.TEXT, Writer.SOURCE),
    START_DATE("start_date", ValueType.DAY, Writer.SOURCE),
    END_DATE("end_date", ValueType.DAY, Writer.SOURCE),
    COST("cost", ValueType.NUMBER, Writer.SOURCE),
    OCCURRED_AT("occurred_at", ValueType.INSTANT, Writer.SOURCE),
    CHANNEL("channel", ValueType.CHOICE, Writer.SOURCE),
    DIRECTION("direction", ValueType.CHOICE, Writer.SOURCE),
    RESULT("result", ValueType.CHOICE, Writer.SOURCE),
    AUTOMATED("automated", ValueType.BOOLEAN, Writer.SOURCE),
    OFFER("offer", ValueType.CHOICE, Writer.SOURCE),
    RESPONDED("responded", ValueType.BOOLEAN, Writer.SOURCE),
    SUBJECT("subject", ValueType.TEXT, Writer.SOURCE),
    START_AT("start_at", ValueType.INSTANT, Writer.SOURCE),
    END_AT("end_at", ValueType.INSTANT, Writer.SOURCE),
    DURATION_MINUTES("duration_minutes", ValueType.NUMBER, Writer.SOURCE),
    MEETING_OUTCOME("meeting_outcome", ValueType.CHOICE, Writer.SOURCE),
    LOCATION("location", ValueType.TEXT, Writer.SOURCE),
    USER_EMAIL("user_email", ValueType.TEXT, Writer.SOURCE),
    ACTIVE("active", ValueType.BOOLEAN, Writer.SOURCE),
    TIME_ZONE("time_zone", ValueType.TEXT, Writer.SOURCE),
    USER_TYPE("user_type", ValueType.CHOICE, Writer.SOURCE),
    OF_PERSON_ID("of_person_id", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_STAGE("of_stage", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_STAGE_SINCE("of_stage_since", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_TARGET_MARKET_AT("of_target_market_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_EXCHANGE_AT("of_exchange_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_CONVERSATION_LEAD_AT("of_conversation_lead_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_FIRST_SALES_MEETING_AT("of_first_sales_meeting_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_OPPORTUNITY_AT("of_opportunity_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_PIPELINE_AT("of_pipeline_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_CLOSED_WON_AT("of_closed_won_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_NEXT_SALE_AT("of_next_sale_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_SCORE("of_score", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_GRADE("of_grade", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_SCORE_REASONS("of_score_reasons", ValueType.LONG_TEXT, Writer.ONEFUNNEL),
    OF_TOP_REASON("of_top_reason", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_SCORE_VERSION("of_score_version", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_SCORE_AT("of_score_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_RANK_IN_OWNER("of_rank_in_owner", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_ACCOUNT_SCORE("of_account_score", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_ICP_FIT("of_icp_fit", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_ICP_PRODUCT("of_icp_product", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_SLA_FIRST_TOUCH_DUE("of_sla_first_touch_due", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_SLA_FIRST_TOUCH_AT("of_sla_first_touch_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_SLA_FIRST_TOUCH_STATUS("of_sla_first_touch_status", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_SLA_CADENCE_STATUS("of_sla_cadence_status", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_CADENCE_STEP("of_cadence_step", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_ATTEMPTS("of_attempts", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_SLA_RESOLUTION_DUE("of_sla_resolution_due", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_SLA_RESOLUTION_STATUS("of_sla_resolution_status", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_EXTENSION_REASON("of_extension_reason", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_SLA_TAKEBACK_DUE("of_sla_takeback_due", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_SLA_TAKEBACK_STATUS("of_sla_takeback_status", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_PREVIOUS_OWNER("of_previous_owner", ValueType.REFERENCE, Writer.ONEFUNNEL),
    OF_TAKEBACK_COUNT("of_takeback_count", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_SLA_MEETING_FEEDBACK_DUE("of_sla_meeting_feedback_due", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_SLA_MEETING_FEEDBACK_STATUS("of_sla_meeting_feedback_status", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_NEXT_ACTION("of_next_action", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_NEXT_ACTION_DUE("of_next_action_due", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_MEETINGS_BOOKED("of_meetings_booked", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_MEETINGS_HELD("of_meetings_held", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_REBOOK_COUNT("of_rebook_count", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_OUTCOME_AT("of_outcome_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_RESULT("of_result", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_RESULT_AT("of_result_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_RESULT_STAGE("of_result_stage", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_RESULT_REASON("of_result_reason", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_RESULT_AMOUNT("of_result_amount", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_RESULT_CURRENCY("of_result_currency", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_ORIGINAL_LEAD_ID("of_original_lead_id", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_ORIGINAL_SOURCE("of_original_source", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_ORIGINAL_CAMPAIGN("of_original_campaign", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_REFERRAL_DEPTH("of_referral_depth", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_MERGE_STATE("of_merge_state", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_DUPLICATE_OF("of_duplicate_of", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_DUPLICATE_CONFIDENCE("of_duplicate_confidence", ValueType.NUMBER, Writer.ONEFUNNEL),
    OF_ORIGIN("of_origin", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_EXPERIMENT_GROUP("of_experiment_group", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_HOLD_BACK("of_hold_back", ValueType.BOOLEAN, Writer.ONEFUNNEL),
    OF_CRITERIA_VERSION("of_criteria_version", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_VALIDITY("of_validity", ValueType.CHOICE, Writer.ONEFUNNEL),
    OF_MISSING_FIELDS("of_missing_fields", ValueType.TEXT, Writer.ONEFUNNEL),
    OF_NOTE_SEEN_AT("of_note_seen_at", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_HEARTBEAT("of_heartbeat", ValueType.INSTANT, Writer.ONEFUNNEL),
    OF_OUTCOME("of_outcome", ValueType.CHOICE, Writer.PERSON),
    OF_DISQUALIFY_REASON("of_disqualify_reason", ValueType.CHOICE, Writer.PERSON),
    OF_SUB_REASONS("of_sub_reasons", ValueType.CHOICES, Writer.PERSON),
    OF_CONTEXT_NOTE("of_context_note", ValueType.TEXT, Writer.PERSON),
    OF_MEETING_STATUS("of_meeting_status", ValueType.CHOICE, Writer.PERSON),
    OF_REFERRED_BY("of_referred_by", ValueType.REFERENCE, Writer.PERSON),
    OF_SCORE_VOTE("of_score_vote", ValueType.CHOICE, Writer.PERSON),
    OF_SCORE_OVERRIDE("of_score_override", ValueType.NUMBER, Writer.PERSON),
    OF_SCORE_OVERRIDE_REASON("of_score_override_reason", ValueType.TEXT, Writer.PERSON),
    OF_NOT_SAME_PERSON("of_not_same_person", ValueType.BOOLEAN, Writer.PERSON),
    OF_PAUSE_UNTIL("of_pause_until", ValueType.INSTANT, Writer.PERSON),
    OF_PAUSE_REASON("of_pause_reason", ValueType.TEXT, Writer.PERSON),
    OF_MANAGER_REVIEW("of_manager_review", ValueType.CHOICE, Writer.PERSON);

    /** Who brings a field's value about. */
    public enum Writer {
        /** The systems themselves; we only read. */
        SOURCE,
        /** OneFunnel. */
        ONEFUNNEL,
        /** A rep, a manager or a marketer, in a field that OneFunnel provides; we read it and may copy it on. */
        PERSON
    }

    private static final Map<String, Field> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::key, Function.identity()));

    private final String key;
    private final ValueType type;
    private final Writer writer;

    Field(String key, ValueType type, Writer writer) {
        this.key = key;
        this.type = type;
        this.writer = writer;
    }

    /** The name in configuration, exports and plans: "of_score". */
    public String key() {
        return key;
    }

    public ValueType type() {
        return type;
    }

    public Writer writer() {
        return writer;
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
