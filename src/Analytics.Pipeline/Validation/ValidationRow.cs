using System.Text;
using System.Text.Json;

namespace Analytics.Pipeline.Validation;

/// <summary>
/// One figure of <c>validate</c>. <paramref name="Low"/> and <paramref name="High"/> enclose 90 % of resampled
/// values; null where nothing was resampled. <paramref name="BaselineValue"/> is the same figure for the simple way
/// named by <paramref name="Baseline"/>.
/// </summary>
public sealed record ValidationRow(
    string Check, string Case, string Metric, double Value,
    double? Low = null, double? High = null, string? Baseline = null, double? BaselineValue = null)
{
    private const int Digits = 4;

    /// <summary>One line of JSON with the keys of the command-line contract.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteString("check", Check);
            json.WriteString("case", Case);
            json.WriteString("metric", Metric);
            WriteNumber(json, "value", Value);
            WriteNumber(json, "low", Low);
            WriteNumber(json, "high", High);
            json.WriteString("baseline", Baseline);
            WriteNumber(json, "baseline_value", BaselineValue);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, Math.Round(number, Digits));
        else json.WriteNull(name);
    }
}
