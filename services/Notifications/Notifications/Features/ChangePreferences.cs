using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Notifications.Features;

/// <summary>What of one class shall come over which channel.</summary>
public sealed record ChannelsRequest(
    [Required(ErrorMessage = "It is mandatory.")] bool? Sms,
    [Required(ErrorMessage = "It is mandatory.")] bool? InApp
);

/// <summary>All preferences of an account, as they shall be from now on.</summary>
/// <param name="Confirmations">May be left out; they cannot be switched off.</param>
public sealed record ChangePreferencesRequest(
    [Required(ErrorMessage = "It is mandatory.")] ChannelsRequest Reminders,
    [Required(ErrorMessage = "It is mandatory.")] ChannelsRequest Marketing,
    ChannelsRequest? Confirmations = null
);

/// <summary>
/// The customer, or an agent whom he tells so, says what he wants to be told over what (features.md N3). Each change is a
/// new line of the consent ledger, with who made it.
/// </summary>
internal static class ChangePreferences
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapPut("/preferences", Handle).RequireRoles(Roles.Customer, Roles.Agent);

    private static async Task<Results<Ok<PreferencesView>, NotFound>> Handle(
        string accountId,
        ChangePreferencesRequest request,
        NotificationsDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (await db.ReachableAsync(accountId, caller, ct) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (request.Confirmations is { Sms: false } or { InApp: false })
        {
            throw new RuleViolation("preferences.confirmations-stay", "Confirmations cannot be switched off.");
        }

        var before = await db.PreferencesOfAsync(account.Id, ct);
        foreach (var (@class, channel, isGiven) in Wanted(request))
        {
            // Who says again what holds adds nothing to the record.
            if (before.Allows(@class, channel) != isGiven)
            {
                db.Consents.Add(
                    ConsentEntry.Of(account.Id, @class, channel, isGiven, caller.Subject, caller.Role, clock.Now())
                );
            }
        }

        await db.SaveChangesAsync(ct);
        var now = await db.PreferencesOfAsync(account.Id, ct);
        return TypedResults.Ok(PreferencesView.Of(account.Id, account.Language, now));
    }

    private static IEnumerable<(MessageClass Class, Channel Channel, bool IsGiven)> Wanted(
        ChangePreferencesRequest request
    ) =>
        [
            (MessageClass.Reminder, Channel.Sms, request.Reminders.Sms!.Value),
            (MessageClass.Reminder, Channel.InApp, request.Reminders.InApp!.Value),
            (MessageClass.Marketing, Channel.Sms, request.Marketing.Sms!.Value),
            (MessageClass.Marketing, Channel.InApp, request.Marketing.InApp!.Value),
        ];
}
