package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import io.onefunnel.sandbox.salesforce.soql.ChildRelations;

/** The describe calls, in the order of the WSDL. */
final class DescribeXml {
    private final Schema schema;
    private final Access access;

    DescribeXml(Schema schema, Access access) {
        this.schema = schema;
        this.access = access;
    }

    void object(XmlWriter out, ObjectType type) {
        out.open("result");
        out.flag("activateable", false).text("associateEntityType", null).text("associateParentEntity", null);
        for (ObjectType child : schema.types()) {
            if (!access.sees(child)) continue;
            for (Field field : child.fields()) {
                if (field.referenceTo().contains(type.name())) childRelationship(out, child, field, type);
            }
        }
        out.flag("compactLayoutable", type.searchable());
        out.flag("createable", type.writable() && access.may(Right.CREATE, type))
                .flag("custom", false)
                .flag("customSetting", false);
        out.flag("deepCloneable", false)
                .text("defaultImplementation", null)
                .flag("deletable", type.deletable() && access.may(Right.DELETE, type));
        out.flag("deprecatedAndHidden", false).flag("feedEnabled", type.searchable());
        for (Field field : type.fields()) {
            if (access.sees(type, field)) field(out, type, field);
        }
        out.flag("hasSubtypes", false).flag("idEnabled", true);
        out.text("implementedBy", null).text("implementsInterfaces", null);
        out.flag("isInterface", false).flag("isSubtype", false);
        out.text("keyPrefix", type.prefix()).text("label", type.label()).text("labelPlural", type.labelPlural());
        out.flag("layoutable", type.searchable())
                .flag("mergeable", type.mergeable())
                .flag("mruEnabled", true);
        out.text("name", type.name()).text("networkScopeFieldName", null);
        out.flag("queryable", true).flag("replicateable", type.hasStamp()).flag("retrieveable", true);
        out.flag("searchLayoutable", type.searchable()).flag("searchable", type.searchable());
        out.flag("triggerable", type.searchable()).flag("undeletable", type.undeletable());
        out.flag("updateable", type.writable() && access.may(Right.EDIT, type));
        out.text("urlDetail", null).text("urlEdit", null).text("urlNew", null);
        out.close("result");
    }

    void summary(XmlWriter out, ObjectType type) {
        out.open("sobjects");
        out.flag("activateable", false).text("associateEntityType", null).text("associateParentEntity", null);
        out.flag("createable", type.writable() && access.may(Right.CREATE, type))
                .flag("custom", false);
        out.flag("customSetting", false)
                .flag("deepCloneable", false)
                .flag("deletable", type.deletable() && access.may(Right.DELETE, type));
        out.flag("deprecatedAndHidden", false).flag("feedEnabled", type.searchable());
        out.flag("hasSubtypes", false)
                .flag("idEnabled", true)
                .flag("isInterface", false)
                .flag("isSubtype", false);
        out.text("keyPrefix", type.prefix()).text("label", type.label()).text("labelPlural", type.labelPlural());
        out.flag("layoutable", type.searchable())
                .flag("mergeable", type.mergeable())
                .flag("mruEnabled", true);
        out.text("name", type.name());
        out.flag("queryable", true).flag("replicateable", type.hasStamp()).flag("retrieveable", true);
        out.flag("searchable", type.searchable()).flag("triggerable", type.searchable());
        out.flag("undeletable", type.undeletable()).flag("updateable", type.writable() && access.may(Right.EDIT, type));
        out.close("sobjects");
    }

    private static void childRelationship(XmlWriter out, ObjectType child, Field field, ObjectType parent) {
        out.open("childRelationships");
        out.flag("cascadeDelete", false).text("childSObject", child.name()).flag("deprecatedAndHidden", false);
        out.text("field", field.name());
        ChildRelations.name(child, field, parent).ifPresent(name -> out.text("relationshipName", name));
        out.close("childRelationships");
    }

    private void field(XmlWriter out, ObjectType type, Field field) {
        FieldType kind = field.type();
        int length = kind.isNumber() ? 0 : field.length();
        out.open("fields");
        out.flag("aggregatable", kind != FieldType.TEXTAREA)
                .flag("aiPredictionField", false)
                .flag("autoNumber", false);
        out.number("byteLength", length * (kind.isText() ? 3L : 1L));
        out.flag("calculated", false).flag("caseSensitive", false).flag("createable", access.mayCreate(type, field));
        out.flag("custom", field.isCustom()).flag("defaultedOnCreate", kind == FieldType.BOOLEAN || field.isBuiltIn());
        out.flag("deprecatedAndHidden", false).number("digits", kind == FieldType.INT ? 8 : 0);
        if (field.externalId()) out.flag("externalId", true);
        out.flag("filterable", kind != FieldType.TEXTAREA).flag("groupable", !kind.isDecimal());
        out.flag("idLookup", field.isId() || field.externalId());
        out.text("label", field.label()).number("length", length).text("name", field.name());
        out.flag("nameField", field.name().equals("Name"));
        if (field.isPolymorphic()) out.flag("namePointing", true);
        out.flag("nillable", !field.required() && !field.isBuiltIn() && kind != FieldType.BOOLEAN);
        out.flag("permissionable", field.isCustom());
        for (String value : field.picklist()) {
            out.open("picklistValues").flag("active", true).flag("defaultValue", false);
            out.text("label", value).text("value", value).close("picklistValues");
        }
        out.flag("polymorphicForeignKey", field.isPolymorphic());
        out.number("precision", kind.isDecimal() ? field.length() : 0).flag("queryByDistance", false);
        field.referenceTo().forEach(target -> out.text("referenceTo", target));
        out.optional("relationshipName", field.relationship());
        out.flag("restrictedPicklist", false).number("scale", field.scale()).flag("searchPrefilterable", false);
        out.text("soapType", kind.soapType())
                .flag("sortable", kind != FieldType.TEXTAREA)
                .text("type", kind.word());
        out.flag("unique", field.externalId()).flag("updateable", access.mayEdit(type, field));
        out.close("fields");
    }
}
