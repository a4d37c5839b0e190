namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The columns of a table that a format knows. <c>Channel Id|Kanal-ID</c> is one column under two names; the position
/// in the list is the slot that takes its value. <c>!</c> in front: without this column the table is none of this
/// format. <c>?</c>: not every table of the format has it, so that its absence is no drift. <c>~</c>: known and not
/// wanted. Columns of other names are drift. Case and blanks around names do not count. Immutable.
/// </summary>
internal sealed class ColumnShape
{
    private const int Unwanted = -2;

    private readonly Dictionary<string, int> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _members = [];
    private readonly List<int> _slotOfMember = [];
    private readonly string[] _names;
    private readonly char[] _marks;

    public ColumnShape(params IReadOnlyList<string> columns)
    {
        _names = new string[columns.Count];
        _marks = new char[columns.Count];
        for (var slot = 0; slot < columns.Count; slot++)
        {
            _marks[slot] = columns[slot][0];
            var names = columns[slot].TrimStart('!', '?', '~').Split('|');
            _names[slot] = names[0];
            foreach (var name in names)
            {
                _slots[name] = _marks[slot] == '~' ? Unwanted : slot;
                _members.Add(_marks[slot] == '~' ? "~" + name : name);
                _slotOfMember.Add(_slots[name]);
            }
        }
    }

    /// <summary>
    /// Whether columns count by their place where the header has none of the names, as it is in a language that nobody
    /// here knows. The slots are then in the order of the columns.
    /// </summary>
    public bool IsByPlace { get; init; }

    public int SlotCount => _names.Length;

    /// <summary>All names, as members of a <see cref="JsonShape"/>; unwanted ones with a <c>~</c>.</summary>
    public IReadOnlyList<string> Members => _members;

    /// <summary>Slot of one of the <see cref="Members"/>; negative where it is unwanted.</summary>
    public int SlotOfMember(int member) => _slotOfMember[member];

    /// <summary>The first of the column's names.</summary>
    public string Name(int slot) => _names[slot];

    public bool IsRequired(int slot) => _marks[slot] == '!';

    /// <summary>Whether a table without the column differs from what the format says.</summary>
    public bool IsExpected(int slot) => _marks[slot] is not ('?' or '~');

    /// <summary>Slot of a column, or -1.</summary>
    public int Find(string name) => Math.Max(_slots.GetValueOrDefault(name.Trim(), -1), -1);

    public bool Knows(string name) => _slots.ContainsKey(name.Trim());
}
