package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.LeadConvert;
import com.sforce.soap.partner.MergeRequest;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.fault.ExceptionCode;
import com.sforce.soap.partner.fault.InvalidFieldFault;
import com.sforce.soap.partner.fault.InvalidSObjectFault;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.access.Right;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two users of one org see and may do different things. */
class UserRightsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final OrgOnPort port = new OrgOnPort();

    @AfterEach
    void stop() {
        port.close();
    }

    @Test
    void eachUserSignsInThroughAnAppOfItsOwnAndIsNamedAsTheAuthor() throws Exception {
        ApiUser reader = port.org.addUser("reader@onefunnel.example");
        PartnerConnection soap = port.soap(reader);
        assertThat(soap.getUserInfo().getUserName()).isEqualTo("reader@onefunnel.example");
        String lead = port.lead("Ada", "Acme");
        assertThat(soap.update(new SObject[] {lead(lead, "City", "Rome")})[0].isSuccess())
                .isTrue();
        assertThat(port.org.record("Lead", lead)).containsEntry("LastModifiedById", reader.id());
    }

    @Test
    void aFieldOrAnObjectThatOneUserLacksIsAbsentForThatUserAlone() throws Exception {
        ApiUser narrow = port.org.addUser("narrow@onefunnel.example");
        narrow.rights().hide("Lead.Phone").freeze("Lead.City").deny("Opportunity", Right.READ);
        PartnerConnection without = port.soap(narrow);
        PartnerConnection with = port.soap();

        DescribeSObjectResult described = without.describeSObjects(new String[] {"Lead"})[0];
        assertThat(described.getFields()).extracting(Field::getName).doesNotContain("Phone");
        assertThatThrownBy(() -> without.query("SELECT Phone FROM Lead")).isInstanceOf(InvalidFieldFault.class);
        assertThatThrownBy(() -> without.query("SELECT Id FROM Opportunity")).isInstanceOf(InvalidSObjectFault.class);
        assertThat(with.query("SELECT Phone FROM Lead").getSize()).isZero();
        assertThat(with.query("SELECT Id FROM Opportunity").getSize()).isZero();
        String lead = port.lead("Ada", "Acme");
        assertThat(refusal(without.update(new SObject[] {lead(lead, "City", "Rome")})[0].getErrors()))
                .isEqualTo(StatusCode.INVALID_FIELD_FOR_INSERT_UPDATE);
    }

    @Test
    void withoutTheDeleteRightNeitherDeletesNorMergesHappen() throws Exception {
        ApiUser user = port.org.users().first();
        user.rights().deny("Lead", Right.DELETE);
        PartnerConnection soap = port.soap();
        String master = port.lead("Ada", "Acme");
        String loser = port.lead("Ada L.", "Acme");
        MergeRequest merge = new MergeRequest();
        merge.setMasterRecord(lead(master, "City", "Rome"));
        merge.setRecordToMergeIds(new String[] {loser});

        assertThat(soap.describeSObjects(new String[] {"Lead"})[0].isDeletable())
                .isFalse();
        assertThat(refusal(soap.delete(new String[] {loser})[0].getErrors()))
                .isEqualTo(StatusCode.INSUFFICIENT_ACCESS_OR_READONLY);
        assertThat(refusal(soap.merge(new MergeRequest[] {merge})[0].getErrors()))
                .isEqualTo(StatusCode.INSUFFICIENT_ACCESS_OR_READONLY);
        assertThat(port.org.record("Lead", loser)).isNotEmpty();
        assertThat(port.org.record("Lead", master)).doesNotContainKey("City");

        user.rights().allow("Lead", Right.DELETE);
        assertThat(soap.merge(new MergeRequest[] {merge})[0].isSuccess()).isTrue();
    }

    @Test
    void permissionsAreAskedForAtSignInAtConversionAndForRecordsOfOthers() throws Exception {
        ApiUser user = port.org.users().first();
        PartnerConnection soap = port.soap();
        String lead = port.lead("Ada", "Acme");
        user.rights().lack(Permission.CONVERT_LEADS);
        LeadConvert convert = new LeadConvert();
        convert.setLeadId(lead);
        convert.setConvertedStatus("Closed - Converted");
        assertThat(refusal(soap.convertLead(new LeadConvert[] {convert})[0].getErrors()))
                .isEqualTo(StatusCode.INSUFFICIENT_ACCESS_OR_READONLY);

        port.org.insert("Lead", Map.of("LastName", "Mine", "Company", "Acme", "OwnerId", user.id()));
        user.rights().lack(Permission.VIEW_ALL_DATA, Permission.MODIFY_ALL_DATA);
        assertThat(soap.query("SELECT Id FROM Lead").getRecords()).hasSize(1);
        assertThat(refusal(soap.update(new SObject[] {lead(lead, "City", "Rome")})[0].getErrors()))
                .isEqualTo(StatusCode.INSUFFICIENT_ACCESS_OR_READONLY);

        user.rights().lack(Permission.API_ENABLED);
        assertThatThrownBy(soap::getServerTimestamp)
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.API_DISABLED_FOR_ORG));
    }

    @Test
    void theControlApiAddsUsersAndTakesRightsAway() throws Exception {
        Object added = control("POST users", "{\"username\":\"merge@onefunnel.example\"}");
        assertThat(JSON.valueToTree(added).get("clientId").asText()).isNotEmpty();
        JsonNode shown = JSON.valueToTree(control(
                "POST rights",
                "{\"user\":\"merge@onefunnel.example\",\"deny\":[\"lead.delete\",\"Opportunity\"],"
                        + "\"hide\":[\"Lead.email\"],\"lack\":[\"convert_leads\"]}"));
        assertThat(shown.at("/rights/hidden/0").asText()).isEqualTo("Lead.Email");
        PartnerConnection soap = port.soap(port.org.users().named("merge@onefunnel.example"));
        assertThatThrownBy(() -> soap.query("SELECT Email FROM Lead")).isInstanceOf(InvalidFieldFault.class);
        assertThat((List<?>) control("GET users", "{}")).hasSize(2);
        assertThatThrownBy(() -> control("POST rights", "{\"deny\":[\"Lead.merge\"]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no right \"merge\"");
        assertThatThrownBy(() -> control("POST rights", "{\"hide\":[\"Lead.Nope\"]}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUsedRefreshTokenIsReplacedWhenTheOrgRotatesThem() throws Exception {
        port.org.set("rotateRefreshTokens", "on");
        ApiUser user = port.org.users().first();
        String first = user.refreshToken();
        JsonNode granted = JSON.readTree(refresh(user, first).body());
        String second = granted.get("refresh_token").asText();
        assertThat(second).isNotEqualTo(first);
        assertThat(refresh(user, first).body()).contains("expired access/refresh token");
        assertThat(refresh(user, second).status()).isEqualTo(200);
    }

    private OrgOnPort.Answer refresh(ApiUser user, String token) throws Exception {
        return port.token(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                token,
                "client_id",
                user.clientId(),
                "client_secret",
                user.clientSecret()));
    }

    private Object control(String route, String body) throws Exception {
        Function<JsonNode, Object> answer =
                Objects.requireNonNull(port.org.controls().get(route));
        return answer.apply(JSON.readTree(body));
    }

    private static StatusCode refusal(Error[] errors) {
        return errors[0].getStatusCode();
    }

    private static SObject lead(String id, String field, Object value) {
        SObject lead = new SObject("Lead");
        lead.setId(id);
        lead.setField(field, value);
        return lead;
    }
}
