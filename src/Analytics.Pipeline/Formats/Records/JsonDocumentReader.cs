namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Exports that are one JSON document, or several behind one another: cuts out the records that lie where
/// <see cref="JsonSections"/> says, however large the document is. Only brackets and quotes are looked at here, which
/// makes it fast and indifferent to what lies between; whether a record is valid JSON its worker finds out. A record
/// longer than a block is passed over and told of.
/// </summary>
internal sealed class JsonDocumentReader : ExportReader
{
    private const int LongestPrefix = 4096;

    private readonly JsonWindow _window;
    private readonly JsonSections _sections;
    private readonly JsonRecords _records;
    private readonly DriftCounts _drift = new();
    private readonly Stack<(JsonSections Section, bool IsArray)> _open = new();
    private JsonSections? _value;
    private bool _valueComes;
    private bool _started;
    private bool _ended;

    private JsonDocumentReader(JsonWindow window, JsonSections sections, JsonRecords records)
    {
        _window = window;
        _sections = sections;
        _records = records;
    }

    public override ExportFileException? Fault => _window.Fault;

    public override RecordCounts Passed => _window.Passed;

    /// <exception cref="ExportFileException">Empty or not text.</exception>
    public static JsonDocumentReader Open(
        Stream stream, RecordBlockPool pool, JsonSections sections, JsonRecords records)
    {
        var window = new JsonWindow(stream, pool);
        try
        {
            window.CheckStart();
            return new JsonDocumentReader(window, sections, records);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation)
    {
        while (!_ended)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Advance()) continue;
            if (_window.IsAtEnd || Fault is not null) End();
            else if (_window.HasRecords) return HandOver();
            else _window.Fill();
        }

        if (_window.HasRecords || !_drift.IsEmpty) return HandOver();
        _window.Drain();
        return null;
    }

    public override void Dispose() => _window.Dispose();

    private Piece HandOver()
    {
        var drift = new DriftCounts();
        drift.Add(_drift);
        _drift.Clear();
        return new Piece(_window.HandOver(), _records, drift);
    }

    private void End()
    {
        _ended = true;
        if (_open.Count > 0 || _valueComes || !_window.IsBetweenTokens) _window.Fail("the file ends inside a value");
    }

    /// <summary>Takes the next step; false when it needs more bytes, or there is no next.</summary>
    private bool Advance()
    {
        if (_window.IsSkipping) return _window.GoOnSkipping();
        if (Fault is not null || !_window.TryPeek(out var next)) return false;
        if (_valueComes) return Value(_value, next);
        if (_open.Count == 0) return Top(next);

        var (section, isArray) = _open.Peek();
        if (next == (isArray ? ']' : '}'))
        {
            _window.Pass(1);
            _open.Pop();
            return true;
        }

        if (next is (byte)']' or (byte)'}') return _window.Fail($"found '{(char)next}', expected the other bracket");
        return isArray ? Value(section.Elements, next) : Member(section, next);
    }

    private bool Top(byte next)
    {
        if (next is (byte)'{' or (byte)'[')
        {
            _started = true;
            return Value(_sections, next);
        }

        // Archives of X begin with the name of a variable that takes the document.
        if (!_started && _window.PassPrefix((byte)'=', LongestPrefix)) return true;
        return _window.Fail("found no JSON object or array");
    }

    private bool Member(JsonSections section, byte next)
    {
        if (next != '"') return _window.Fail("found no name of a member");
        if (!_window.TryTakeName(out var name)) return false;
        _value = section.Member(name);
        if (_value is null) _drift.Unknown(section.Path, name);
        _valueComes = true;
        return true;
    }

    private bool Value(JsonSections? section, byte next)
    {
        if (section is { Record: >= 0 })
        {
            if (!_window.TryTakeRecord(section.Record)) return false;
        }
        else if (section is { Elements: not null } && next == '[' || section is { HasMembers: true } && next == '{')
        {
            _open.Push((section, next == '['));
            _window.Pass(1);
        }
        else
        {
            if (section is { Elements: not null } or { HasMembers: true })
                _drift.Ignored($"{section.Name} of another shape");
            _window.StartSkipping();
        }

        _valueComes = false;
        return true;
    }

    private sealed class Piece(JsonBlock block, JsonRecords records, DriftCounts drift) : RecordPiece
    {
        public override long SizeBytes => block.SizeBytes;

        public override long RecordCount => block.Records.Count;

        public override void ReadTo(FactRows rows)
        {
            rows.Drift.Add(drift);
            foreach (var record in block.Records)
            {
                if (record.Section >= 0)
                {
                    records.Read(record.Section, block.Text(record), record.Line, record.Length, rows);
                    continue;
                }

                rows.Begin(record.Line);
                rows.Reject(block.OversizedReason);
                rows.End(record.Length);
            }
        }

        public override void Dispose() => block.Dispose();
    }
}
