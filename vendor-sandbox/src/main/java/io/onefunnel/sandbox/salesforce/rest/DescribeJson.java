package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import io.onefunnel.sandbox.salesforce.soql.ChildRelations;

/** The describe answers of REST. */
final class DescribeJson {
    private final JsonMapper json;
    private final Access access;

    DescribeJson(JsonMapper json, Access access) {
        this.json = json;
        this.access = access;
    }

    ObjectNode object(ObjectType type, String version, Schema schema) {
        ObjectNode out = summary(type, version);
        ArrayNode fields = out.putArray("fields");
        for (Field field : type.fields()) {
            if (access.sees(type, field)) fields.add(field(type, field));
        }
        ArrayNode children = out.putArray("childRelationships");
        for (ObjectType child : schema.types()) {
            if (!access.sees(child)) continue;
            for (Field via : child.fields()) {
                if (!via.referenceTo().contains(type.name()) || !access.sees(child, via)) continue;
                children.addObject()
                        .put("cascadeDelete", false)
                        .put("childSObject", child.name())
                        .put("deprecatedAndHidden", false)
                        .put("field", via.name())
                        .put(
                                "relationshipName",
                                ChildRelations.name(child, via, type).orElse(null));
            }
        }
        out.putArray("recordTypeInfos");
        return out;
    }

    ObjectNode summary(ObjectType type, String version) {
        String url = "/services/data/v" + version + "/sobjects/" + type.name();
        ObjectNode out = json.createObjectNode();
        out.put("activateable", false)
                .put("createable", type.writable() && access.may(Right.CREATE, type))
                .put("custom", false);
        out.put("customSetting", false)
                .put("deletable", type.deletable() && access.may(Right.DELETE, type))
                .put("deprecatedAndHidden", false);
        out.put("feedEnabled", type.searchable())
                .put("keyPrefix", type.prefix())
                .put("label", type.label());
        out.put("labelPlural", type.labelPlural()).put("layoutable", type.searchable());
        out.put("mergeable", type.mergeable()).put("name", type.name()).put("queryable", true);
        out.put("replicateable", type.hasStamp()).put("retrieveable", true).put("searchable", type.searchable());
        out.put("triggerable", type.searchable()).put("undeletable", type.undeletable());
        out.put("updateable", type.writable() && access.may(Right.EDIT, type));
        ObjectNode urls = out.putObject("urls");
        urls.put("sobject", url).put("describe", url + "/describe").put("rowTemplate", url + "/{ID}");
        return out;
    }

    private ObjectNode field(ObjectType type, Field field) {
        FieldType kind = field.type();
        int length = kind.isNumber() ? 0 : field.length();
        ObjectNode out = json.createObjectNode();
        out.put("aggregatable", kind != FieldType.TEXTAREA).put("autoNumber", false);
        out.put("byteLength", length * (kind.isText() ? 3 : 1)).put("calculated", false);
        out.put("caseSensitive", false).put("createable", access.mayCreate(type, field));
        out.put("custom", field.isCustom()).putNull("defaultValue");
        out.put("defaultedOnCreate", kind == FieldType.BOOLEAN || field.isBuiltIn());
        out.put("externalId", field.externalId()).put("filterable", kind != FieldType.TEXTAREA);
        out.put("groupable", !kind.isDecimal()).put("idLookup", field.isId() || field.externalId());
        out.put("label", field.label()).put("length", length).put("name", field.name());
        out.put("nameField", field.name().equals("Name"));
        out.put("nillable", !field.required() && !field.isBuiltIn() && kind != FieldType.BOOLEAN);
        ArrayNode values = out.putArray("picklistValues");
        for (String value : field.picklist()) {
            values.addObject()
                    .put("active", true)
                    .put("defaultValue", false)
                    .put("label", value)
                    .put("value", value);
        }
        out.put("precision", kind.isDecimal() ? field.length() : 0);
        ArrayNode targets = out.putArray("referenceTo");
        field.referenceTo().forEach(targets::add);
        out.put("relationshipName", field.relationship()).put("restrictedPicklist", false);
        out.put("scale", field.scale()).put("soapType", kind.soapType()).put("sortable", kind != FieldType.TEXTAREA);
        out.put("type", kind.word()).put("unique", field.externalId());
        out.put("updateable", access.mayEdit(type, field));
        return out;
    }
}
