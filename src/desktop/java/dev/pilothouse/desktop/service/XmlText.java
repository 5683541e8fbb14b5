package dev.pilothouse.desktop.service;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a small XML text, one element per line. The JDK's writer does the escaping. Confined to one thread. */
final class XmlText {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;
    private int depth;

    XmlText(String head) {
        text.append(head);
        try {
            writer = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step {
        void write() throws XMLStreamException;
    }

    private XmlText step(Step step) {
        try {
            step.write();
            return this;
        } catch (XMLStreamException e) {
            // Writing to memory fails only if the calls are in a wrong order.
            throw new IllegalStateException(e);
        }
    }

    /** @param attributes names and values, alternating */
    XmlText open(String name, String... attributes) {
        return step(() -> {
            indent();
            writer.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                writer.writeAttribute(attributes[i], attributes[i + 1]);
            }
            depth++;
        });
    }

    XmlText close() {
        return step(() -> {
            depth--;
            indent();
            writer.writeEndElement();
        });
    }

    XmlText value(String name, String value) {
        return step(() -> {
            indent();
            writer.writeStartElement(name);
            writer.writeCharacters(value);
            writer.writeEndElement();
        });
    }

    XmlText empty(String name) {
        return step(() -> {
            indent();
            writer.writeEmptyElement(name);
        });
    }

    private void indent() throws XMLStreamException {
        writer.writeCharacters("\n" + "  ".repeat(depth));
    }

    String text() {
        step(writer::flush);
        return text + "\n";
    }
}
