package dev.pilothouse.phone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** An XML file of the project, mostly the pom.xml, queried by XPath without namespaces. Confined to one thread. */
final class Pom {
    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    static Pom ofTheProject() {
        return read(Path.of("pom.xml"));
    }

    /** @throws IllegalArgumentException if it is not well-formed XML */
    static Pom read(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // Apple's property lists name a DTD on the network.
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return new Pom(factory.newDocumentBuilder().parse(file.toFile()));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    Document document() {
        return document;
    }

    /** The trimmed texts of all nodes that match the path. */
    List<String> all(String path) {
        try {
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** @throws IllegalArgumentException unless exactly one node matches */
    String one(String path) {
        List<String> found = all(path);
        if (found.size() != 1) {
            throw new IllegalArgumentException(path + " finds " + found);
        }
        return found.get(0);
    }
}
