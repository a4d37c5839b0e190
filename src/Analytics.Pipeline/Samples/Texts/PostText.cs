using System.Buffers.Text;
using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Samples.Texts;

/// <summary>Composes one post after the other into buffers of its own; valid until the next. One per writer.</summary>
internal sealed class PostText
{
    private static readonly byte[] English = "en"u8.ToArray();

    private static readonly byte[][] Sites =
    [
        .. "beispiel-zeitung.example vereinsblatt.example stadtmagazin.example dailybrief.example localnews.example"
            .Split(' ').Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Shops =
    [
        .. "kaufhaus.example rabattwelt.example shopping-club.example"
            .Split(' ').Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    private readonly Population _population;
    private readonly Handles _handles;
    private readonly Theme[] _themes;
    private readonly ulong _key;
    private readonly byte[] _text = new byte[1024];
    private readonly byte[] _tags = new byte[512];
    private readonly byte[] _links = new byte[128];
    private byte[] _place = [];
    private byte[] _language = [];
    private int _textLength;
    private int _tagsLength;
    private int _linksLength;
    private int _lastTag;

    public PostText(Population population, Handles handles, Theme[] themes)
    {
        (_population, _handles, _themes) = (population, handles, themes);
        _key = SampleRandom.Key(population.Options.Seed, Streams.Text);
    }

    /// <summary>The sentence in UTF-8.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _textLength);

    /// <summary>Its hashtags without the hash, separated by bars.</summary>
    public ReadOnlySpan<byte> Tags => _tags.AsSpan(0, _tagsLength);

    /// <summary>Domains that it links to.</summary>
    public ReadOnlySpan<byte> Links => _links.AsSpan(0, _linksLength);

    /// <summary>Two letters, ISO 639-1.</summary>
    public ReadOnlySpan<byte> Language => _language;

    /// <summary>The place that the author's community is about.</summary>
    public ReadOnlySpan<byte> Place => _place;

    /// <summary>Writes a post into <see cref="Text"/>, <see cref="Tags"/> and <see cref="Links"/>.</summary>
    public void Compose(int author, int number, SponsorLabel label)
    {
        _textLength = _tagsLength = _linksLength = 0;
        _lastTag = -1;
        var community = _population.CommunityOf(author);
        var theme = _themes[community.Index];
        var draws = new Draws(SampleRandom.At(_key, author, number));
        var second = draws.Unit() < 0.15;
        _place = theme.Place;
        _language = second ? theme.SecondLanguage : theme.Language;
        if (label != SponsorLabel.Organic && _language[0] != 'd') _language = English;
        var template = Templates.Pick(_language, label, draws.Next());
        while (template.Length > 0)
        {
            var brace = template.IndexOf((byte)'{');
            Append(brace < 0 ? template : template[..brace]);
            if (brace < 0) break;

            Fill(template[brace + 1], community, theme, label, ref draws);
            template = template[(brace + 3)..];
        }

        AppendWeakMarker(label);
    }

    private void Fill(byte slot, in Community community, Theme theme, SponsorLabel label, ref Draws draws)
    {
        switch (slot)
        {
            case (byte)'s': Append(_language[0] == 'd' ? theme.German : theme.English); break;
            case (byte)'p': Append(theme.Place); break;
            case (byte)'t' or (byte)'u': Tag(theme.Tags[OwnTag(theme, draws.Unit())]); break;
            case (byte)'c': Tag(Theme.CommonTags[draws.Below(Theme.CommonTags.Length)]); break;
            case (byte)'m': Mention(community.LeaderStart + draws.Below(community.Leaders)); break;
            case (byte)'l': Link(label, ref draws); break;
            case (byte)'h': Number(8 + draws.Below(12)); break;
            default: Number(2 + draws.Below(38)); break;
        }
    }

    /// <summary>A hashtag of the community, its most characteristic first; not the same twice in a row.</summary>
    private int OwnTag(Theme theme, double u)
    {
        var tag = (int)(theme.Tags.Length * u * Math.Sqrt(u));
        if (tag == _lastTag) tag = (tag + 1) % theme.Tags.Length;
        return _lastTag = tag;
    }

    private void AppendWeakMarker(SponsorLabel label)
    {
        // The template ends in the marker as text; as a hashtag it also belongs into the list of tags.
        if (label != SponsorLabel.Weak) return;
        var marker = Text[(Text.LastIndexOf((byte)'#') + 1)..];
        AddTag(marker);
    }

    private void Tag(ReadOnlySpan<byte> tag)
    {
        Append("#"u8);
        Append(tag);
        AddTag(tag);
    }

    private void AddTag(ReadOnlySpan<byte> tag)
    {
        if (_tagsLength > 0) _tags[_tagsLength++] = (byte)'|';
        tag.CopyTo(_tags.AsSpan(_tagsLength));
        _tagsLength += tag.Length;
    }

    private void Mention(int account)
    {
        Append("@"u8);
        _textLength += _handles.Write(account, _text.AsSpan(_textLength));
    }

    private void Link(SponsorLabel label, ref Draws draws)
    {
        var sites = label == SponsorLabel.Organic ? Sites : Shops;
        var site = sites[draws.Below(sites.Length)];
        Append("https://"u8);
        Append(site);
        Append("/"u8);
        Number(1000 + draws.Below(9000));
        site.CopyTo(_links, 0);
        _linksLength = site.Length;
    }

    private void Number(int value)
    {
        Utf8Formatter.TryFormat(value, _text.AsSpan(_textLength), out var digits);
        _textLength += digits;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_text.AsSpan(_textLength));
        _textLength += bytes.Length;
    }
}
