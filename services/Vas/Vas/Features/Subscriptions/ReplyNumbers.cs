using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Rules;
using Vas.Data;

namespace Vas.Features.Subscriptions;

/// <summary>
/// The numbers that prompts go out from: <c>Vas:ReplyNumbers</c> and four digits more. Each prompt has one that no other of
/// the same line had for a week, so that a bare yes, even a late one, answers exactly one.
/// </summary>
internal sealed class ReplyNumbers(IConfiguration configuration)
{
    private const int Digits = 4;
    private const int HowMany = 10_000;
    private static readonly TimeSpan Rest = TimeSpan.FromDays(7);

    private readonly string _prefix = configuration["Vas:ReplyNumbers"] ?? "1069";

    public bool IsOne(string number) =>
        number.Length == _prefix.Length + Digits
        && number.StartsWith(_prefix, StringComparison.Ordinal)
        && number.All(char.IsAsciiDigit);

    /// <summary>One that is free for a line.</summary>
    /// <exception cref="RuleViolation"><c>subscription.too-many-prompts</c>.</exception>
    public async Task<string> FreeForAsync(string serviceNumber, VasDb db, DateTimeOffset now, CancellationToken ct)
    {
        var restingSince = now - Rest;
        var taken = await db
            .Subscriptions.Where(it => it.ServiceNumber == serviceNumber && it.ExpiresAt > restingSince)
            .Select(it => it.ReplyNumber!)
            .ToListAsync(ct);
        return taken.Count >= HowMany / 2
            ? throw new RuleViolation("subscription.too-many-prompts", "The line was asked too often within a week.")
            : Free([.. taken]);
    }

    private string Free(HashSet<string> taken)
    {
        string number;
        do
        {
            var n = RandomNumberGenerator.GetInt32(HowMany);
            number = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{n:0000}");
        } while (taken.Contains(number));

        return number;
    }
}
