namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>How a member of a platform's object stands in the column of 4CAT's table.</summary>
internal enum FourCatForm
{
    AsIs,

    /// <summary>The number of an account, as <c>#1</c>: the table has handles there, and those may be digits.</summary>
    Number,

    /// <summary>A time of Twitter's first interface.</summary>
    Time,

    /// <summary><c>no</c> for false, 0 and nothing, <c>yes</c> for all else.</summary>
    Flag,

    /// <summary><c>yes</c> where the kind of a post is <c>ad</c>.</summary>
    Advertisement,
}

/// <summary>
/// Which member of a platform's object fills a column of the table. Of several for one column the first that is there
/// counts.
/// </summary>
/// <param name="Path">As in a <see cref="Records.JsonShape"/>.</param>
/// <param name="Item">Of an array: the member of its elements, which stand between commas.</param>
internal sealed record FourCatMember(int Slot, string Path, FourCatForm Form = FourCatForm.AsIs, string? Item = null);
