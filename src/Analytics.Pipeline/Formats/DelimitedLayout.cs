namespace Analytics.Pipeline.Formats;

/// <summary>How the fields of a delimited file lie and which of them are wanted.</summary>
/// <param name="Quote">Null when quotes have no meaning.</param>
/// <param name="Comment">Lines that begin with it are passed over; null when there are none.</param>
/// <param name="FieldCount">Fields of a whole record; 0 when records may have any number.</param>
/// <param name="Targets">For each field the column of the batch that takes it, or -1.</param>
/// <param name="BlankSeparated">Fields lie between runs of blanks and tabs.</param>
internal sealed record DelimitedLayout(
    byte Delimiter,
    byte? Quote,
    byte? Comment,
    int FieldCount,
    int[] Targets,
    bool BlankSeparated)
{
    /// <summary>
    /// Whether a comma stands in numbers where others write a point: nobody would delimit by <c>;</c> otherwise.
    /// </summary>
    public bool HasDecimalComma => Delimiter == ';';
}
