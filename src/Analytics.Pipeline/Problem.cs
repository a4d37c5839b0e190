using System.Globalization;
using System.Text;

namespace Analytics.Pipeline;

/// <summary>A mistake that a person can mend: its place, what stands there, what should, and the remedy.</summary>
/// <param name="File">The file that holds the mistake.</param>
/// <param name="Line">Line in the file from 1, or 0 when the file as a whole is meant.</param>
/// <param name="Column">Column in the line from 1, or 0.</param>
/// <param name="Key">The key, column or field in question (<c>graph.window</c>), or null.</param>
/// <param name="Found">What was found, as a noun phrase.</param>
/// <param name="Expected">What was expected, as a noun phrase.</param>
/// <param name="Remedy">What to do, as a sentence; a full stop is added.</param>
public sealed record Problem(
    string File,
    int Line,
    int Column,
    string? Key,
    string Found,
    string Expected,
    string Remedy)
{
    /// <summary><c>file:line:column: key: found …; expected …. Remedy.</c></summary>
    public override string ToString()
    {
        StringBuilder text = new(File);
        if (Line > 0) text.Append(CultureInfo.InvariantCulture, $":{Line}:{Column}");
        text.Append(": ");
        if (Key is not null) text.Append(Key).Append(": ");
        text.Append("found ").Append(Found).Append("; expected ").Append(Expected).Append(". ");
        text.Append(Remedy);
        return (Remedy.EndsWith('?') ? text : text.Append('.')).ToString();
    }
}
