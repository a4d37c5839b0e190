using System.Text;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>The codes of an enumeration by their words.</summary>
internal sealed class WordColumn(DuckDbLogicalType enumeration)
{
    private readonly byte[][] _words = [.. enumeration.Members.Select(Encoding.ASCII.GetBytes)];

    public bool TryFind(ReadOnlySpan<byte> word, out byte code)
    {
        for (code = 0; code < _words.Length; code++)
        {
            if (Ascii.EqualsIgnoreCase(word, _words[code])) return true;
        }

        code = 0;
        return false;
    }
}
