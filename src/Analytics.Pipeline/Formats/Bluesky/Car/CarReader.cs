using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>A record as it lies in a piece; <see cref="Start"/> is -1 if it was too long to be there.</summary>
internal readonly record struct CarRecord(CarSection Section, BlockDigest Digest, byte[] Names, int Start);

/// <summary>
/// The repository of one account of Bluesky as its server hands it out: a CAR file with a signed commit, the tree of
/// all names, and the records. Read twice: for the names, and for the records.
/// </summary>
internal sealed class CarReader : ExportReader
{
    private readonly CarSections _sections;
    private readonly RecordBlockPool _pool;
    private readonly CarIndex _index;
    private ExportFileException? _fault;
    private CarSection? _waiting;
    private long _ignoredBytes;
    private long _recordBytes;
    private long _lostBytes;
    private bool _atEnd;
    private bool _listGiven;

    private CarReader(CarSections sections, RecordBlockPool pool, CarIndex index)
    {
        _sections = sections;
        _pool = pool;
        _index = index;
    }

    public override ExportFileException? Fault => _fault;

    public override RecordCounts Passed => new(0, _lostBytes, _ignoredBytes);

    /// <param name="open">Opens the file; called twice.</param>
    /// <exception cref="ExportFileException">Not a repository.</exception>
    public static CarReader Open(Func<bool, Stream> open, RecordBlockPool pool, CancellationToken cancellation)
    {
        var index = CarIndex.Of(open(true), cancellation);
        var sections = new CarSections(open(false));
        try
        {
            sections.ReadHeader();
            return new CarReader(sections, pool, index) { _ignoredBytes = sections.Position };
        }
        catch
        {
            sections.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation)
    {
        var records = new List<CarRecord>();
        var block = _atEnd ? null : _pool.Rent();
        while (!_atEnd)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!TryAdd(block!, records)) break;
        }

        if (records.Count > 0) return new CarPiece(block!, records, _index);
        block?.Dispose();
        if (_listGiven || _fault is not null) return null;

        // A repository is whole: whom its owner does not follow in it he follows no more.
        _listGiven = true;
        return new CarPiece(_pool.Rent(), [], _index);
    }

    public override void Dispose() => _sections.Dispose();

    /// <summary>Takes the next section; false when the block is full or the file at its end.</summary>
    private bool TryAdd(RecordBlock block, List<CarRecord> records)
    {
        try
        {
            if ((_waiting ?? _sections.Next()) is not { } section)
            {
                End();
                return false;
            }

            _waiting = section;
            var isLong = section.DataBytes > _pool.CapacityBytes;
            if (!isLong && section.DataBytes > _pool.CapacityBytes - block.Length) return false;
            _waiting = null;
            if (section.Digest is not { } digest || !_index.TryTake(digest, out var names))
            {
                _sections.Pass();
                _ignoredBytes += section.TotalBytes;
                return true;
            }

            if (isLong) _sections.Pass();
            else _sections.ReadData(block.Buffer.AsSpan(block.Length, section.DataBytes));
            records.Add(new CarRecord(section, digest, names, isLong ? -1 : block.Length));
            if (!isLong) block.Length += section.DataBytes;
            _recordBytes += section.TotalBytes;
            return true;
        }
        catch (Exception error) when (error is ExportFileException or IOException or InvalidDataException)
        {
            _fault = _index.Fault ?? error as ExportFileException ?? new ExportFileException(error.Message, error);
            End();
            return false;
        }
    }

    private void End()
    {
        _atEnd = true;
        _sections.Drain();
        _lostBytes = _sections.Position - _recordBytes - _ignoredBytes;
        _fault ??= _index.Fault;
        if (_index.Count > 0)
        {
            _fault ??= new ExportFileException(FormattableString.Invariant(
                $"{_index.Count} records of the tree are not in the file; expected a whole repository"));
        }
    }
}
