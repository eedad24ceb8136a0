package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a request, by local name: the envelope's namespaces are fixed, so their prefixes tell nothing.
 *
 * @param nil whether it carries xsi:nil="true"
 */
record Xml(String name, boolean nil, String text, List<Xml> children) {
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final XMLInputFactory PARSERS = parsers();

    private static final class Open {
        final String name;
        final boolean nil;
        final StringBuilder text = new StringBuilder();
        final List<Xml> children = new ArrayList<>();

        Open(String name, boolean nil) {
            this.name = name;
            this.nil = nil;
        }
    }

    static Xml parse(String document) {
        try {
            XMLStreamReader in = PARSERS.createXMLStreamReader(new StringReader(document));
            Deque<Open> open = new ArrayDeque<>();
            while (in.hasNext()) {
                switch (in.next()) {
                    case XMLStreamConstants.START_ELEMENT ->
                        open.push(new Open(in.getLocalName(), "true".equals(in.getAttributeValue(XSI, "nil"))));
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!open.isEmpty()) open.peek().text.append(in.getText());
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        Open done = open.pop();
                        Xml element = new Xml(done.name, done.nil, done.text.toString(), done.children);
                        if (open.isEmpty()) return element;
                        open.peek().children.add(element);
                    }
                    default -> {}
                }
            }
            throw unreadable("no element");
        } catch (XMLStreamException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    Optional<Xml> child(String named) {
        return children.stream().filter(each -> each.name.equals(named)).findFirst();
    }

    List<Xml> all(String named) {
        return children.stream().filter(each -> each.name.equals(named)).toList();
    }

    /** The text of a child; empty when it is absent or nil. */
    Optional<String> textOf(String named) {
        return child(named).filter(each -> !each.nil).map(Xml::text);
    }

    boolean isTrue(String named) {
        return textOf(named).map("true"::equals).orElse(false);
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static SalesforceError unreadable(String why) {
        return new SalesforceError(500, "XML_PARSER_ERROR", "Unable to parse the envelope: " + why);
    }
}
