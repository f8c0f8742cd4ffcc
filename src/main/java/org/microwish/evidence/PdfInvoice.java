package org.microwish.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The XML of an electronic invoice in a PDF, as ZUGFeRD, Factur-X and the Chinese tax authority's
 * XBRL define it: the only file attached to the document.
 *
 * @param parts the PDF objects of the attachment. They are never copied, whatever they contain and
 *     whatever else refers to them: only the checked bytes are attached to the copy, as a new file.
 *     {@link PdfCleaner} refuses a PDF in which any other object refers to a file
 * @param name the name of the attached file
 * @param relationship the value of AFRelationship: what the attached file is to the document
 * @param xml at most 1 MiB of well-formed XML, without document type
 */
@SuppressWarnings("ArrayRecordComponent") // Nothing compares objects of this type.
record PdfInvoice(Set<COSBase> parts, String name, String relationship, byte[] xml) {

  private static final COSName AF = COSName.getPDFName("AF");
  private static final COSName RELATIONSHIP = COSName.getPDFName("AFRelationship");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}\\.xml");

  /**
   * The permitted names of the XML's root element, for example CrossIndustryInvoice,
   * CrossIndustryDocument, Invoice, EInvoice or xbrl.
   */
  private static final Pattern ROOT =
      Pattern.compile(".*invoice|crossindustrydocument|xbrl", Pattern.CASE_INSENSITIVE);

  /** The values of AFRelationship that e-invoices use (ISO 32000-2 section 7.11.3). */
  private static final Set<String> RELATIONSHIPS =
      Set.of("Alternative", "Data", "Source", "Supplement");

  /** The namespaces of elements that browsers run or draw instead of showing them. */
  private static final Set<String> ACTIVE =
      Set.of("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg");

  /** The names of the elements of EN 16931 that contain a whole file in base 64. */
  private static final Pattern FILE = Pattern.compile(".*BinaryObject");

  private static final int MOST_BYTES = 1024 * 1024;

  /**
   * Finds the invoice of a document; empty if the document has no attachments. Refuses a document
   * with several attachments, or with one that is not an invoice.
   */
  static Optional<PdfInvoice> find(COSDictionary root, PdfParser parser) throws IOException {
    Set<COSDictionary> attached = attachments(root);
    if (attached.isEmpty()) {
      return Optional.empty();
    }
    COSDictionary file = attached.iterator().next();
    COSDictionary embedded = file.getCOSDictionary(COSName.EF);
    Set<COSBase> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    COSStream content = null;
    if (embedded != null) {
      for (COSName key : embedded.keySet()) {
        content = embedded.getCOSStream(key);
        parts.add(content);
      }
    }
    if (attached.size() > 1 || parts.size() != 1 || content == null) {
      throw refused();
    }
    byte[] xml = parser.decode(content, PdfParser.filters(content), MOST_BYTES);
    requireInvoice(xml);
    parts.add(embedded);
    parts.add(file);
    String name = file.getString(COSName.UF, file.getString(COSName.F, ""));
    return Optional.of(
        new PdfInvoice(
            parts, NAME.matcher(name).matches() ? name : "invoice.xml", relationship(file), xml));
  }

  private static String relationship(COSDictionary file) {
    String value = file.getNameAsString(RELATIONSHIP, "");
    return RELATIONSHIPS.contains(value) ? value : "Alternative";
  }

  private static Set<COSDictionary> attachments(COSDictionary root) {
    Set<COSDictionary> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<COSDictionary> nodes = new ArrayDeque<>();
    COSDictionary names = root.getCOSDictionary(COSName.NAMES);
    if (names != null && names.getCOSDictionary(COSName.EMBEDDED_FILES) != null) {
      nodes.add(names.getCOSDictionary(COSName.EMBEDDED_FILES));
    }
    while (!nodes.isEmpty()) {
      COSDictionary node = nodes.removeLast();
      if (seen.add(node)) {
        addDictionaries(node.getCOSArray(COSName.NAMES), found);
        addDictionaries(node.getCOSArray(COSName.KIDS), nodes);
      }
    }
    addDictionaries(root.getCOSArray(AF), found);
    return found;
  }

  private static void addDictionaries(COSArray array, Collection<COSDictionary> dictionaries) {
    for (int i = 0; array != null && i < array.size(); i++) {
      if (array.getObject(i) instanceof COSDictionary dictionary) {
        dictionaries.add(dictionary);
      }
    }
  }

  private static void requireInvoice(byte[] xml) throws IOException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.newSAXParser().parse(new ByteArrayInputStream(xml), new RequireInvoice());
    } catch (SAXException noXml) {
      throw refused();
    } catch (ParserConfigurationException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Refuses XML whose root element is not an invoice's, or that has processing instructions such as
   * style sheets, elements that a browser would run, or files in base 64.
   */
  private static final class RequireInvoice extends DefaultHandler {
    private boolean inside;

    @Override
    public void startElement(String space, String name, String prefixed, Attributes attributes) {
      if ((!inside && !ROOT.matcher(name).matches())
          || ACTIVE.contains(space)
          || FILE.matcher(name).matches()) {
        throw refused();
      }
      inside = true;
    }

    @Override
    public void processingInstruction(String target, String text) {
      throw refused();
    }
  }

  private static UnacceptableFile refused() {
    return UnacceptableFile.notCleanable(
        "The PDF has an attachment other than the XML of an electronic invoice");
  }

  /** Attaches the invoice's XML to the cleaned copy, as the only attachment of the copy. */
  void attachTo(PDDocument copy) throws IOException {
    COSStream content = copy.getDocument().createCOSStream();
    content.setName(COSName.TYPE, "EmbeddedFile");
    content.setName(COSName.SUBTYPE, "text/xml");
    try (OutputStream out = content.createOutputStream(COSName.FLATE_DECODE)) {
      out.write(xml);
    }
    COSDictionary embedded = new COSDictionary();
    embedded.setItem(COSName.F, content);
    embedded.setItem(COSName.UF, content);
    COSDictionary file = new COSDictionary();
    file.setName(COSName.TYPE, "Filespec");
    file.setString(COSName.F, name);
    file.setString(COSName.UF, name);
    file.setName(RELATIONSHIP, relationship);
    file.setItem(COSName.EF, embedded);
    COSArray entry = new COSArray();
    entry.add(new COSString(name));
    entry.add(file);
    COSDictionary tree = new COSDictionary();
    tree.setItem(COSName.NAMES, entry);
    COSDictionary names = new COSDictionary();
    names.setItem(COSName.EMBEDDED_FILES, tree);
    COSDictionary catalog = copy.getDocumentCatalog().getCOSObject();
    catalog.setItem(COSName.NAMES, names);
    COSArray associated = new COSArray();
    associated.add(file);
    catalog.setItem(AF, associated);
  }
}
