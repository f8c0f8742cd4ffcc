package org.microwish.party;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What a member has promised and done. Whoever keeps it implements this; party knows of none. */
public interface MemberWork {

  /** Writes it as fields of the object that has been begun, without anybody else's values. */
  void export(JsonGenerator json, long memberId) throws IOException;
}
