package org.microwish.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
 * PDFBox's parser with limits on the number of objects, the bytes read and the decoded size of
 * streams. For a file of 10 MiB, the limits bound the time to a few seconds and the memory to about
 * 200 MB.
 *
 * <p>Callers must parse strictly, through the cross-reference table only. PDFBox's repair mode
 * searches a damaged file repeatedly, so damaged files are refused. Encrypted files are refused
 * too, even with an empty password.
 */
final class PdfParser extends PDFParser {

  /**
   * The filters of coded pictures, such as JPEG. {@link #decode} never applies these filters: it
   * throws an {@link UnacceptableFile} if its list of filters contains one.
   */
  static final Set<COSName> PICTURE_FILTERS =
      Set.of(
          COSName.DCT_DECODE,
          COSName.DCT_DECODE_ABBREVIATION,
          COSName.JPX_DECODE,
          COSName.CCITTFAX_DECODE,
          COSName.CCITTFAX_DECODE_ABBREVIATION,
          COSName.JBIG2_DECODE);

  /**
   * The maximum number of objects that are parsed. A long report has about ten thousand objects;
   * the smallest object needs about 100 bytes of memory.
   */
  private static final int MOST_OBJECTS = 500_000;

  /**
   * The maximum decoded size of all cross-reference streams together, in bytes. PDFBox needs up to
   * 100 bytes of memory for each decoded byte.
   */
  private static final int MOST_TABLE_BYTES = 1_000_000;

  /**
   * The maximum decoded size of all object streams together, in bytes. PDFBox needs up to 20 bytes
   * of memory for each decoded byte.
   */
  private static final int MOST_OBJECT_BYTES = 4_000_000;

  /**
   * Maximum number of times that each byte of the file may be read, on average. Only a file whose
   * objects overlap needs more.
   */
  private static final int MOST_READINGS = 30;

  private static final int MOST_FILTERS = 4;

  /** Number of bytes that {@link #start} returns; more than the longest file signature. */
  private static final int START = 64;

  /** The maximum number of samples per row; a filter's predictor allocates memory for a row. */
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

  /** The file's bytes, with a limit on the total number of bytes that are read. */
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

  /** The names of a stream's filters in decoding order. */
  static List<COSName> filters(COSStream stream) {
    List<COSName> names = new ArrayList<>();
    switch (stream.getFilters()) {
      case null -> {}
      case COSName name -> names.add(name);
      case COSArray array -> {
        for (int i = 0; i < array.size(); i++) {
          if (i == MOST_FILTERS || !(array.getObject(i) instanceof COSName name)) {
            throw UnacceptableFile.notCleanable("A PDF stream has unsupported filters");
          }
          names.add(name);
        }
      }
      default -> throw UnacceptableFile.malformed("A PDF stream has a malformed filter entry");
    }
    return names;
  }

  /**
   * Decodes a stream.
   *
   * @param filters the filters to apply: all of the stream's filters, or only the first ones
   * @param mostBytes the maximum output of each filter, and the maximum size of the result
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
      throw UnacceptableFile.notCleanable("A PDF stream has more bytes than allowed");
    }
    return bytes;
  }

  /**
   * Decodes the beginning of a stream, at most {@link #START} bytes. Bytes after the beginning may
   * be damaged.
   *
   * @param filters the filters to apply, without filters of pictures
   */
  byte[] start(COSStream stream, List<COSName> filters) throws IOException {
    byte[] bytes;
    try (var raw = stream.createRawInputStream()) {
      bytes = raw.readNBytes(filters.isEmpty() ? START : START * START);
    }
    bounded.spend(bytes.length);
    requireSmallRows(stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
    for (int i = 0; i < filters.size(); i++) {
      Beginning decoded = new Beginning();
      try {
        FilterFactory.INSTANCE
            .getFilter(filters.get(i))
            .decode(new ByteArrayInputStream(bytes), decoded, stream, i);
      } catch (Beginning.Full enough) {
        // The rest is not needed.
      } catch (IOException cutOff) {
        // The input is cut off, so the filter fails at its end. The bytes decoded so far suffice.
      }
      bytes = decoded.toByteArray();
    }
    return bytes.length > START ? Arrays.copyOf(bytes, START) : bytes;
  }

  /** Stores the first bytes that a filter writes, and then ends the filter. */
  private static final class Beginning extends ByteArrayOutputStream {

    private static final class Full extends RuntimeException {
      Full() {
        super(null, null, false, false);
      }
    }

    @Override
    public synchronized void write(int one) {
      super.write(one);
      requireRoom();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, Math.min(length, START * START));
      requireRoom();
    }

    private void requireRoom() {
      if (size() >= START * START) {
        throw new Full();
      }
    }
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
      // After a null, PDFBox would retry and decode the stream again.
      throw new IOException("An object stream lacks an object");
    }
    return found;
  }

  /**
   * Throws an {@link UnacceptableFile} for a damaged object. {@link COSObject} would catch an
   * IOException and treat the object as null.
   */
  @Override
  public COSBase dereferenceCOSObject(COSObject object) {
    try {
      return super.dereferenceCOSObject(object);
    } catch (IOException damaged) {
      throw UnacceptableFile.malformed("A PDF object is damaged: " + damaged.getMessage());
    }
  }
}
