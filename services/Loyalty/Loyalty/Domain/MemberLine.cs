using System;
using System.Collections.Generic;

namespace Loyalty.Domain;

/// <summary>What Billing last told of a line: whether it is suspended.</summary>
public sealed class MemberLine
{
    private MemberLine() { }

    private MemberLine(Guid accountId, Guid lineId) => (AccountId, LineId) = (accountId, lineId);

    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }

    /// <summary>The line's; an older fact than this is ignored.</summary>
    public long Version { get; private set; }

    /// <summary>Suspended, under a policy that freezes points for it.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The line among those of the account, added when it is heard of for the first time.</summary>
    internal static MemberLine In(List<MemberLine> lines, Guid accountId, Guid lineId)
    {
        var line = lines.Find(known => known.LineId == lineId);
        if (line is null)
        {
            line = new MemberLine(accountId, lineId);
            lines.Add(line);
        }

        return line;
    }

    internal bool Set(long version, bool isFrozen)
    {
        if (version <= Version)
        {
            return false;
        }

        (Version, IsFrozen) = (version, isFrozen);
        return true;
    }
}
