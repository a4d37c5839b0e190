using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Definition;

/// <summary>The kinds of single values that a pipeline file knows.</summary>
internal static partial class Values
{
    private static readonly string[] TimeFormats = ["auto", "unix", "unix_ms", "iso"];

    private static readonly string[] TimestampPatterns =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
    ];

    public static ValueShape Text { get; } =
        new("a text", (string text, Surroundings _, out object? value) => (value = text.Trim()) is not "");

    public static ValueShape AnyText { get; } =
        new("a text", (string text, Surroundings _, out object? value) => (value = text) is not null);

    public static ValueShape Identifier { get; } = Matching(
        "a name of at most 64 letters, digits, '_', '-' and '.', beginning with a letter or digit", IdentifierForm());

    public static ValueShape TimeZone { get; } = new(
        "an IANA time zone that this system knows, such as UTC or Europe/Vienna",
        (string text, Surroundings _, out object? value) =>
            TimeZoneForm().IsMatch((string)(value = text)) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var _));

    public static ValueShape Boolean { get; } = Choice(("true", true), ("false", false));

    public static ValueShape Duration { get; } = new(
        "a duration: a whole number and s, m, h, d or w, such as 30m, 36h, 180d",
        (string text, Surroundings _, out object? value) =>
        {
            var sound = Durations.TryParse(text, out var duration);
            value = duration;
            return sound;
        });

    public static ValueShape Timestamp { get; } =
        new("a time in ISO 8601, UTC unless it says otherwise, such as 2025-06-30T12:00:00Z", ParseTimestamp);

    public static ValueShape TimestampOrLatest { get; } = new(
        "'latest' or a time in ISO 8601 such as 2025-06-30",
        (string text, Surroundings surroundings, out object? value) =>
        {
            value = null;
            return text == "latest" || ParseTimestamp(text, surroundings, out value);
        });

    public static ValueShape TimeFormat { get; } = new(
        "auto, unix, unix_ms, iso or a strptime pattern such as %d.%m.%Y %H:%M",
        (string text, Surroundings _, out object? value) =>
        {
            value = text;
            return TimeFormats.Contains(text) || text.Contains('%');
        },
        TimeFormats);

    public static ValueShape Character { get; } = new(
        "a single ASCII character ('tab' or \"\\t\" for the tabulator)",
        (string text, Surroundings _, out object? value) =>
        {
            var character = text is "tab" or "\\t" ? "\t" : text;
            value = character.Length == 1 ? character[0] : null;
            return value is <= '\x7f' and not ('\n' or '\r' or '\0');
        });

    public static ValueShape FilePath { get; } = new(
        "a path",
        (string text, Surroundings surroundings, out object? value) =>
        {
            var sound = text.Trim() is not "" && !text.Contains('\0');
            value = sound ? surroundings.Absolute(text.Trim()) : null;
            return sound;
        });

    /// <summary>A path, or an address as it stands.</summary>
    public static ValueShape SourcePath { get; } = new(
        RemoteAddress.Expected,
        (string text, Surroundings surroundings, out object? value) =>
        {
            if (!RemoteAddress.IsRemote(text.Trim())) return FilePath.Parse(text, surroundings, out value);
            value = text.Trim();
            return RemoteAddress.IsKnown(text.Trim());
        });

    public static ValueShape WebAddress { get; } = new(
        "an address that begins with https:// or http://",
        (string text, Surroundings _, out object? value) =>
        {
            value = text.Trim();
            return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && RemoteAddress.IsWeb(address)
                && address.UserInfo.Length == 0;
        });

    public static ValueShape VariableName { get; } =
        Matching("the name of an environment variable, such as PARTNER_TOKEN", VariableForm());

    public static ValueShape ByteSize { get; } = new(
        ByteSizes.Expected,
        (string text, Surroundings _, out object? value) =>
        {
            var sound = ByteSizes.TryParse(text, out var size);
            value = size;
            return sound;
        });

    public static ValueShape AccountId { get; } = new(
        "a pseudonym (account_id) as the leaders table shows it: a whole number",
        (string text, Surroundings _, out object? value) =>
        {
            var sound = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
            value = id;
            return sound;
        });

    public static ValueShape Hashtag { get; } = new(
        "a hashtag, with or without its sign, such as Radweg",
        (string text, Surroundings _, out object? value) => (value = PostText.Hashtag(text)) is not "");

    public static ValueShape Whole(int minimum, int maximum) => new(
        FormattableString.Invariant($"a whole number from {minimum} to {maximum}"),
        (string text, Surroundings _, out object? value) =>
        {
            const NumberStyles style = NumberStyles.AllowLeadingSign;
            var digits = text.Replace("_", "", StringComparison.Ordinal);
            var sound = int.TryParse(digits, style, CultureInfo.InvariantCulture, out var number);
            value = number;
            return sound && number >= minimum && number <= maximum;
        });

    public static ValueShape Number(double minimum, double maximum) => new(
        FormattableString.Invariant($"a number from {minimum} to {maximum}"),
        (string text, Surroundings _, out object? value) =>
        {
            var sound = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            value = number;
            return sound && number >= minimum && number <= maximum;
        });

    public static ValueShape Choice<T>(params (string Name, T Value)[] choices)
        where T : struct
    {
        string[] names = [.. choices.Select(choice => choice.Name)];
        return new ValueShape(
            names.Length == 2 ? $"{names[0]} or {names[1]}" : "one of " + string.Join(", ", names),
            (string text, Surroundings _, out object? value) =>
            {
                var index = Array.IndexOf(names, text);
                value = index < 0 ? null : choices[index].Value;
                return index >= 0;
            },
            names);
    }

    private static ValueShape Matching(string expected, Regex form) => new(
        expected, (string text, Surroundings _, out object? value) => form.IsMatch((string)(value = text)));

    private static bool ParseTimestamp(string text, Surroundings surroundings, out object? value)
    {
        var sound = DateTimeOffset.TryParseExact(text, TimestampPatterns, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        value = time;
        return sound;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableForm();

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}_.-]{0,63}\z")]
    private static partial Regex IdentifierForm();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z")]
    private static partial Regex TimeZoneForm();
}
