package org.microwish.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.PDFParser;

/**
 * PDFBox's parser with limits: on the number of objects, on the bytes read and on what streams
 * decode to. They bound time to some seconds and memory to about 200 MB for a file of 10 MiB.
 *
 * <p>It reads strictly, through the cross-reference table only. PDFBox's repairs search a damaged
 * file again and again, so a damaged one is refused. It is refused, too, where it is encrypted,
 * even under an empty password.
 */
final class PdfParser extends PDFParser {

  /** Filters that only pictures have; they are never decoded. */
  static final Set<COSName> PICTURE_FILTERS =
      Set.of(
          COSName.DCT_DECODE,
          COSName.DCT_DECODE_ABBREVIATION,
          COSName.JPX_DECODE,
          COSName.CCITTFAX_DECODE,
          COSName.CCITTFAX_DECODE_ABBREVIATION,
          COSName.JBIG2_DECODE);

  /** A long report has some ten thousand. The smallest takes about 100 bytes of memory. */
  private static final int MOST_OBJECTS = 500_000;

  /** Cross-reference streams, decoded: PDFBox keeps 100 bytes for each byte at worst. */
  private static final int MOST_TABLE_BYTES = 1_000_000;

  /** Object streams, decoded: 20 bytes of memory for each byte at worst. */
  private static final int MOST_OBJECT_BYTES = 4_000_000;

  /** How often a byte is read on average. Only objects that overlap need more. */
  private static final int MOST_READINGS = 30;

  private static final int MOST_FILTERS = 4;

  /** Samples in a row, for which the predictors of a filter allocate memory. */
  private static final int MOST_COLUMNS = 100_000;

  private final Source bounded;
  private final Set<Long> objectStreams = new HashSet<>();
  private int objects;
  private boolean tablesRead;
  private long tableBytes = MOST_TABLE_BYTES;
  private long objectBytes = MOST_OBJECT_BYTES;

  PdfParser(byte[] file) throws IOException {
    this(new Source(file));
  }

  private PdfParser(Source source) throws IOException {
    super(source, "", null, null, IOUtils.createMemoryOnlyStreamCache());
    this.bounded = source;
  }

  /** The file, which may be read so often and no oftener. */
  private static final class Source extends RandomAccessReadBuffer {
    private long left;

    Source(byte[] file) {
      super(file);
      left = (long) MOST_READINGS * file.length + 1_000_000;
    }

    void spend(long bytes) {
      left -= bytes;
      if (left < 0) {
        throw UnacceptableFile.notCleanable("The PDF takes too long to read");
      }
    }

    @Override
    public int read() throws IOException {
      spend(1);
      return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      spend(length);
      return super.read(into, offset, length);
    }
  }

  /** The names of a stream's filters in the order in which they decode. */
  static List<COSName> filters(COSStream stream) {
    List<COSName> names = new ArrayList<>();
    switch (stream.getFilters()) {
      case null -> {}
      case COSName name -> names.add(name);
      case COSArray array -> {
        for (int i = 0; i < array.size(); i++) {
          if (i == MOST_FILTERS || !(array.getObject(i) instanceof COSName name)) {
            throw UnacceptableFile.notCleanable("A PDF stream has filters that we do not read");
          }
          names.add(name);
        }
      }
      default -> throw UnacceptableFile.malformed("A PDF stream has no filters but something else");
    }
    return names;
  }

  /**
   * Decodes a stream.
   *
   * @param filters the stream's filters, or the first of them
   * @param mostBytes how much each filter may give, or the stream if it has none
   */
  byte[] decode(COSStream stream, List<COSName> filters, long mostBytes) throws IOException {
    byte[] bytes;
    try (var raw = stream.createRawInputStream()) {
      bytes = raw.readAllBytes();
    }
    bounded.spend(bytes.length);
    requireSmallRows(stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
    for (int i = 0; i < filters.size(); i++) {
      COSName filter = filters.get(i);
      if (PICTURE_FILTERS.contains(filter) || filter.equals(COSName.CRYPT)) {
        throw UnacceptableFile.notCleanable("A PDF stream has a filter in a wrong place");
      }
      var decoded = new BoundedOutput(mostBytes);
      FilterFactory.INSTANCE
          .getFilter(filter)
          .decode(new ByteArrayInputStream(bytes), decoded, stream, i);
      bytes = decoded.toByteArray();
    }
    if (bytes.length > mostBytes) {
      throw UnacceptableFile.notCleanable("A PDF stream has more bytes than we read");
    }
    return bytes;
  }

  private static void requireSmallRows(COSBase parameters) {
    switch (parameters) {
      case COSDictionary one -> {
        if (one.getInt(COSName.COLUMNS, 1) > MOST_COLUMNS) {
          throw UnacceptableFile.notCleanable("A PDF stream has too long rows");
        }
      }
      case COSArray several -> {
        for (int i = 0; i < several.size(); i++) {
          if (several.getObject(i) instanceof COSDictionary one) {
            requireSmallRows(one);
          }
        }
      }
      case null, default -> {}
    }
  }

  @Override
  protected COSDictionary retrieveTrailer() throws IOException {
    COSDictionary trailer = super.retrieveTrailer();
    tablesRead = true;
    return trailer;
  }

  @Override
  protected void prepareDecryption() {
    if (document.getTrailer().containsKey(COSName.ENCRYPT)) {
      throw UnacceptableFile.notCleanable("The PDF is encrypted");
    }
  }

  @Override
  protected COSBase parseDirObject() throws IOException {
    if (++objects > MOST_OBJECTS) {
      throw UnacceptableFile.notCleanable("The PDF has too many objects");
    }
    return super.parseDirObject();
  }

  @Override
  protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
    long stated = dictionary.getLong(COSName.LENGTH);
    COSStream stream = super.parseCOSStream(dictionary);
    if (stream.getLong(COSName.LENGTH) != stated) {
      throw new IOException("A stream does not have its stated length");
    }
    if (!tablesRead) {
      tableBytes -= decode(stream, filters(stream), tableBytes).length;
    }
    return stream;
  }

  @Override
  protected COSBase parseObjectStreamObject(long number, COSObjectKey key) throws IOException {
    if (objectStreams.add(number)
        && document.getObjectFromPool(getObjectKey(number, 0)).getObject()
            instanceof COSStream stream) {
      objectBytes -= decode(stream, filters(stream), objectBytes).length;
    }
    COSBase found = super.parseObjectStreamObject(number, key);
    if (found == null) {
      // Each further try would decode the stream again.
      throw new IOException("An object stream lacks an object");
    }
    return found;
  }

  /** Fails where the caller, {@link COSObject}, would pretend that the object is null. */
  @Override
  public COSBase dereferenceCOSObject(COSObject object) {
    try {
      return super.dereferenceCOSObject(object);
    } catch (IOException damaged) {
      throw UnacceptableFile.malformed("A PDF object is damaged: " + damaged.getMessage());
    }
  }
}
