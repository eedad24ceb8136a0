package io.onefunnel.spi;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What an account itself says of its words and hours: shown to the admin who writes the framework and the calendars.
 * Only reads; every method throws {@link AdapterException} as {@link CrmAdapter} says.
 */
public interface AccountMetadata {
    /** The stages of opportunities, in the order of the vendor. */
    List<PipelineStage> stages();

    /** The statuses of people; empty where the vendor has none. */
    List<PersonStatus> statuses();

    /** The working hours that the account keeps; empty where the vendor has none. */
    List<BusinessHours> businessHours();

    /** What members of campaigns go through, by channel, in order; empty where the vendor does not tell. */
    default List<CampaignStatus> campaignStatuses() {
        return List.of();
    }

    /**
     * A status of a campaign's members.
     *
     * @param step a member moves from a lower step to a higher one
     * @param success whether reaching it is what the campaign is for
     */
    record CampaignStatus(String channel, String name, int step, boolean success) {}

    /**
     * A stage of a pipeline.
     *
     * @param pipeline its name for people; "" where the vendor has but one
     * @param id what records hold
     * @param position counts from 0 within the pipeline
     * @param won a closed stage that is no loss
     * @param probability in percent
     */
    record PipelineStage(
            String pipeline,
            String id,
            String label,
            int position,
            boolean closed,
            boolean won,
            OptionalInt probability) {}

    /**
     * A status of a person.
     *
     * @param usual whether new people get it
     * @param converted whether it says that the person became a customer contact
     */
    record PersonStatus(String id, String label, boolean usual, boolean converted) {}

    /**
     * When people work.
     *
     * @param usual whether it holds where nothing else is said
     * @param open by day; a day without a window is closed
     */
    record BusinessHours(String name, ZoneId zone, boolean usual, Map<DayOfWeek, Window> open, List<Holiday> holidays) {
        public BusinessHours {
            open = Map.copyOf(open);
            holidays = List.copyOf(holidays);
        }
    }

    /**
     * The open part of a day.
     *
     * @param to its end; midnight is the midnight at the end of the day
     */
    record Window(LocalTime from, LocalTime to) {}

    /** A day on which nobody works. */
    record Holiday(String name, LocalDate day) {}
}
