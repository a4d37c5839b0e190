using System.Globalization;
using System.Text.RegularExpressions;

namespace Analytics.Tests.Monitoring;

/// <summary>
/// Reads Prometheus' text format 0.0.4 by its grammar and refuses whatever the grammar does not allow: samples without
/// a type, families in pieces, samples twice, histograms that do not add up.
/// </summary>
internal static partial class PrometheusText
{
    public static IReadOnlyList<Sample> Parse(string text)
    {
        Assert.EndsWith("\n", text);
        List<Sample> samples = [];
        Dictionary<string, string> types = [];
        HashSet<string> helped = [];
        var family = "";
        foreach (var line in text.Split('\n')[..^1])
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                var name = comment.Groups["name"].Value;
                var isType = comment.Groups["word"].Value == "TYPE";
                Assert.True(isType ? types.TryAdd(name, comment.Groups["rest"].Value) : helped.Add(name), line);
                family = name;
                continue;
            }

            if (line.StartsWith('#')) continue;
            var match = SampleLine().Match(line);
            Assert.True(match.Success, $"no sample: {line}");
            Sample sample = new(match.Groups["name"].Value, Labels(match), Number(match.Groups["value"].Value));
            Assert.True(sample.Name == family || IsPartOf(sample.Name, family, types), $"of another family: {line}");
            Assert.True(types.ContainsKey(family), $"without a type: {line}");
            Assert.True(samples.All(other => other.Key != sample.Key), $"twice: {line}");
            samples.Add(sample);
        }

        foreach (var (name, type) in types.Where(type => type.Value == "histogram")) AssertHistogram(name, samples);
        return samples;
    }

    private static bool IsPartOf(string sample, string family, Dictionary<string, string> types) =>
        types.GetValueOrDefault(family) == "histogram"
        && (sample == family + "_bucket" || sample == family + "_sum" || sample == family + "_count");

    private static void AssertHistogram(string name, List<Sample> samples)
    {
        foreach (var count in samples.Where(sample => sample.Name == name + "_count"))
        {
            var buckets = samples.Where(sample => sample.Name == name + "_bucket"
                && count.Labels.All(label => sample.Labels.GetValueOrDefault(label.Key) == label.Value)).ToList();
            Assert.Equal(buckets, buckets.OrderBy(bucket => Number(bucket.Labels["le"])));
            Assert.Equal(buckets, buckets.OrderBy(bucket => bucket.Value));
            Assert.Equal("+Inf", buckets[^1].Labels["le"]);
            Assert.Equal(count.Value, buckets[^1].Value);
        }
    }

    private static Dictionary<string, string> Labels(Match match) => match.Groups["label"].Captures
        .Zip(match.Groups["text"].Captures)
        .ToDictionary(pair => pair.First.Value, pair => pair.Second.Value
            .Replace("\\\\", "\0").Replace("\\\"", "\"").Replace("\\n", "\n").Replace("\0", "\\"));

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^# (?<word>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>[^\n]*)$""")]
    private static partial Regex Comment();

    [GeneratedRegex("""
        ^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)
        (\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\\n]|\\["\\n])*)"(,|(?=\})))*\})?
        [ ](?<value>NaN|[+-]Inf|[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?)([ ]-?[0-9]+)?$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SampleLine();
}

/// <param name="Value">NaN for one that was not measured.</param>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string Key => Name + string.Concat(
        Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"\n{label.Key}={label.Value}"));
}
