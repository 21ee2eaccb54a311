// The journal's file. Everything that must hold is written down here, where every program that opens the file is held to it,
// and not only in the code that usually writes it.
//
//   text     1 │ 'ordered'          names told once and known by number ever after; ids without gaps
//            2 │ 'handed-over'
//                  ▲ kind
//   event    1 │ stream 7 │ previous 0 │ kind 1 │ at │ body
//            2 │ stream 9 │ previous 0 │ kind 1 │ at │ body
//            3 │ stream 7 │ previous 1 │ kind 2 │ at │ body      previous: the chain of stream 7 is 3 ─► 1
//   batch    1 │ first 1 │ count 3 │ first_text 1 │ texts 2 │ recorded_at │ as_of │ source │ running
//                  one row closes each transaction; its trigger looks the batch's rows through: all there, no gaps, every
//                  kind told. A trigger on each event would cost twice the event itself, this one a twentieth of it.
//                  running: the fingerprint's state after the batch, 2 x 8 bytes for the texts, 2 x 8 for the events
//   section  name │ layout │ entries, texts │ fingerprint │ body     snapshots; they may be dropped and made again
//   meta     name │ value                                          what the run was started with

/// The layout of a journal's file, by version.
enum Schema {
  /// Marks a file as a Clearway journal (`PRAGMA application_id`): the letters CLRW.
  static let applicationID: Int64 = 0x434C_5257

  /// What takes a file from layout n to layout n + 1, for each n from 0; `PRAGMA user_version` counts those done.
  static let steps: [String] = [first]

  /// The layout this version writes.
  static var version: Int { steps.count }

  private static let first = """
    CREATE TABLE text (
      id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4294967295),
      value TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE event (
      seq INTEGER PRIMARY KEY CHECK (seq > 0),
      stream INTEGER NOT NULL CHECK (stream BETWEEN 0 AND 4294967295),
      previous INTEGER NOT NULL CHECK (previous >= 0 AND previous < seq),
      kind INTEGER NOT NULL REFERENCES text (id),
      at INTEGER NOT NULL,
      body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      first INTEGER NOT NULL,
      count INTEGER NOT NULL CHECK (count >= 0),
      first_text INTEGER NOT NULL,
      texts INTEGER NOT NULL CHECK (texts >= 0),
      recorded_at INTEGER NOT NULL,
      as_of INTEGER NOT NULL,
      source TEXT NOT NULL,
      running BLOB NOT NULL CHECK (length(running) = 32)
    ) STRICT;

    CREATE TABLE section (
      name TEXT PRIMARY KEY NOT NULL,
      layout TEXT NOT NULL,
      entries INTEGER NOT NULL CHECK (entries >= 0),
      texts INTEGER NOT NULL CHECK (texts BETWEEN 0 AND 4294967295),
      fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 16),
      body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE meta (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER text_stays BEFORE UPDATE ON text
    BEGIN SELECT RAISE (ABORT, 'a text once told stays as it is'); END;
    CREATE TRIGGER text_remains BEFORE DELETE ON text
    BEGIN SELECT RAISE (ABORT, 'a text once told remains'); END;
    CREATE TRIGGER event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE (ABORT, 'an entry once recorded stays as it is'); END;
    CREATE TRIGGER event_remains BEFORE DELETE ON event
    BEGIN SELECT RAISE (ABORT, 'an entry once recorded remains'); END;
    CREATE TRIGGER batch_stays BEFORE UPDATE ON batch
    BEGIN SELECT RAISE (ABORT, 'a batch once recorded stays as it is'); END;
    CREATE TRIGGER batch_remains BEFORE DELETE ON batch
    BEGIN SELECT RAISE (ABORT, 'a batch once recorded remains'); END;

    CREATE TRIGGER batch_closes BEFORE INSERT ON batch
    BEGIN
      SELECT RAISE (ABORT, 'a batch follows the one before it')
      WHERE (NEW.id, NEW.first, NEW.first_text) IS NOT (
        SELECT coalesce(max(id), 0) + 1, coalesce(max(first + count), 1), coalesce(max(first_text + texts), 1)
        FROM (SELECT id, first, count, first_text, texts FROM batch ORDER BY id DESC LIMIT 1));
      SELECT RAISE (ABORT, 'a batch tells its texts without gaps')
      WHERE (NEW.texts, NEW.first_text + NEW.texts - 1) IS NOT (
        SELECT count(*), coalesce(max(id), NEW.first_text - 1) FROM text WHERE id >= NEW.first_text);
      SELECT RAISE (ABORT, 'a batch has its entries without gaps, each of a kind that was told')
      WHERE (NEW.count, NEW.first + NEW.count - 1) IS NOT (
        SELECT count(*), coalesce(max(seq), NEW.first - 1) FROM event
        WHERE seq >= NEW.first AND kind BETWEEN 1 AND NEW.first_text + NEW.texts - 1);
    END;
    """
}
