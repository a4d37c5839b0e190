using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>What is known of one whole file in a landing folder: a line of its journal.</summary>
/// <param name="Key">Names it within its source.</param>
/// <param name="File">Relative to the landing folder.</param>
/// <param name="Bytes">Of the file as it lies here.</param>
/// <param name="Stamp">Time of the file as it lies here, in ticks: together with the size it tells changes.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Modified">What the server said.</param>
/// <param name="Page">Number of the page, from 1; 0 for files that are no pages.</param>
/// <param name="Address">Of the page, absolute; null for others.</param>
/// <param name="Next">Address of the page after it; null where there is none.</param>
internal sealed record LandingEntry(
    string Key,
    string File,
    long Bytes,
    long Stamp,
    string Sha256,
    string? ETag,
    DateTimeOffset? Modified,
    int Page = 0,
    string? Address = null,
    string? Next = null)
{
    [JsonIgnore]
    public Validators Validators => new(ETag, Modified);
}

/// <summary>Where a pull of pages goes on.</summary>
/// <param name="Page">Number of the page to ask for.</param>
/// <param name="Address">Null: the way was gone to its end, and the next one begins anew.</param>
internal sealed record PageMark(int Page, string? Address);

/// <summary>How far a listing is known.</summary>
/// <param name="Key">Every object up to this name has landed.</param>
internal sealed record ListingMark(string Key);

/// <summary>A line of the journal: one of the three.</summary>
internal sealed record JournalLine(LandingEntry? File, PageMark? Mark, ListingMark? Listed)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public override string ToString() => JsonSerializer.Serialize(this, Options);

    /// <summary>Null for a line that was cut off or is none of ours.</summary>
    public static JournalLine? Parse(string line)
    {
        try
        {
            var read = JsonSerializer.Deserialize<JournalLine>(line, Options);
            var isWhole = read is { File: { Key: not null, File: not null, Sha256: not null } } or { Mark: not null }
                or { Listed.Key: not null };
            return isWhole ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
