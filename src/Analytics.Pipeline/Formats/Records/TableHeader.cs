namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The header of a table and the dialect it is written in: the record, in whichever of the likely dialects, that has
/// the most columns which the format knows.
/// </summary>
/// <param name="End">Byte behind the header, notes above it included.</param>
/// <param name="Targets">For each name its slot, or -1.</param>
internal sealed record TableHeader(int End, byte Delimiter, IReadOnlyList<string> Names, int[] Targets)
{
    public const byte Quote = (byte)'"';

    /// <param name="isWhole">Whether nothing follows <paramref name="start"/>.</param>
    /// <exception cref="ExportFileException">No record has the columns that must be there.</exception>
    public static TableHeader Find(ReadOnlySpan<byte> start, bool isWhole, ColumnShape shape)
    {
        var stated = TableStart.StatedDelimiter(start, out var passed);
        if (stated is null) passed = 0;
        var candidates = TableStart.Candidates(start[passed..], stated, Quote, comment: null, isWhole);
        var headers = candidates.Select(candidate => Of(candidate, passed, shape)).ToList();
        return headers.Where(header => header.HasAll(shape)).MaxBy(header => header.Names.Count(shape.Knows))
            ?? headers.Take(shape.IsByPlace ? 1 : 0).Select(header => header.ByPlace(shape)).FirstOrDefault(
                header => header.HasAll(shape))
            ?? throw Unknown(shape);
    }

    public bool Has(int slot) => Array.IndexOf(Targets, slot) >= 0;

    private static TableHeader Of(HeaderCandidate candidate, int passed, ColumnShape shape)
    {
        var targets = new int[candidate.Names.Count];
        for (var i = 0; i < targets.Length; i++)
        {
            // Of two columns of one name the first counts.
            var slot = shape.Find(candidate.Names[i]);
            targets[i] = targets.AsSpan(0, i).Contains(slot) ? -1 : slot;
        }

        return new TableHeader(passed + candidate.End, candidate.Delimiter, candidate.Names, targets);
    }

    private bool HasAll(ColumnShape shape)
    {
        for (var slot = 0; slot < shape.SlotCount; slot++)
        {
            if (shape.IsRequired(slot) && !Has(slot)) return false;
        }

        return true;
    }

    private TableHeader ByPlace(ColumnShape shape) =>
        this with { Targets = [.. Targets.Select((_, place) => place < shape.SlotCount ? place : -1)] };

    /// <summary>What was found instead is not told: where there is no header it is somebody's data.</summary>
    private static ExportFileException Unknown(ColumnShape shape)
    {
        var required = Enumerable.Range(0, shape.SlotCount)
            .Where(shape.IsRequired).Select(slot => $"'{shape.Name(slot)}'");
        return new ExportFileException(
            $"found no header with the columns that the format has, expected {string.Join(", ", required)}. Deliver "
            + "the file as the platform gave it out, or read it as csv and map its columns.")
        { Line = 1 };
    }
}
