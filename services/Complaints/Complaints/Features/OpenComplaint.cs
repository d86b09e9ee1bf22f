using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>What a client tells when a case is taken; other TMF621 members are tolerated, status is ours to set.</summary>
public sealed record OpenComplaintRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(4000, ErrorMessage = "At most 4000 characters are taken.")]
        string Description,
    [Required(ErrorMessage = "It is mandatory.")] string Severity,
    [Required(ErrorMessage = "It is mandatory.")] string TicketType,
    [StringLength(200, ErrorMessage = "At most 200 characters are taken.")] string? Name,
    [StringLength(100, ErrorMessage = "At most 100 characters are taken.")] string? ExternalId,
    ChannelRef? Channel,
    [MaxLength(20, ErrorMessage = "At most 20 are taken.")] IReadOnlyList<RelatedEntityRef?>? RelatedEntity,
    CaseContact? Contact,
    string? Nature
);

public sealed record ChannelRef(string? Id, string? Name);

/// <summary>TMF621's way to name what a case is about, by <c>@referredType</c>.</summary>
public sealed record RelatedEntityRef(
    string? Id,
    string? Role,
    [property: JsonPropertyName("@referredType")] string? ReferredType
)
{
    public const string BillingAccount = "BillingAccount";

    /// <summary>A value-added service.</summary>
    public const string ProductOffering = "ProductOffering";
}

/// <summary>Where to answer to when it is not the account's own contact.</summary>
public sealed record CaseContact(
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[0-9]{5,15}$", ErrorMessage = "5 to 15 digits are expected.")
    ]
        string PhoneNumber,
    [AllowedValues(null, "zh", "en", ErrorMessage = "zh or en is expected.")] string? Language
);

/// <summary>Takes a case (features.md C1): it has a number, an owner and an acknowledgement on its way at once.</summary>
internal static class OpenComplaint
{
    public static void Map(RouteGroupBuilder tickets) =>
        tickets.MapPost("", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. Roles.CaseStaff]);

    private static async Task<Created<TroubleTicketView>> Handle(
        OpenComplaintRequest request,
        ComplaintsDb db,
        AccountInquiry billing,
        TierInquiry loyalty,
        PolicyBook policies,
        IConfiguration configuration,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var named = NamedEntities.Of(request.RelatedEntity, caller);
        var (accountId, field) = (named.Account, named.AccountField);
        var tier = loyalty.AskAsync(accountId, ct); // both are asked at once: somebody waits
        var standing = accountId is { } id ? await billing.AskAsync(id, ct) : AccountCheck.NotNeeded;
        if (standing == AccountCheck.Unknown)
        {
            throw new InvalidInput(field, "There is no such account.");
        }

        var unit = caller.Unit ?? configuration["Intake:Unit"];
        var @case = NewCase(request, caller, accountId, standing, unit) with
        {
            Tier = await tier,
            VasServiceId = named.VasService,
        };
        var now = clock.Now();
        var complaint = Complaint.Open(
            @case,
            caller.AsActor(),
            await db.NextCaseNumberAsync(now, ct),
            (await policies.ReadAsync(ct)).TermsAt(now, @case.TicketType),
            StoredTrace.Current,
            now
        );

        db.Complaints.Add(complaint);
        db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Opened(complaint));
        await db.SaveChangesAsync(ct); // state and event commit together

        var view = TroubleTicketView.Of(complaint);
        return TypedResults.Created(view.Href, view);
    }

    private static NewCase NewCase(
        OpenComplaintRequest request,
        Caller caller,
        Guid? account,
        AccountCheck standing,
        string? unit
    )
    {
        var contact = Contact(request, caller);
        return new(
            Word<TicketType>("ticketType", request.TicketType),
            Word<Severity>("severity", request.Severity),
            request.Description,
            request.Name,
            request.ExternalId,
            Channel(request.Channel, caller),
            account,
            standing,
            contact?.PhoneNumber,
            contact is null ? null : contact.Language ?? "zh",
            unit,
            Nature: request.Nature is { } word ? Word<CaseNature>("nature", word) : null
        );
    }

    private static IntakeChannel Channel(ChannelRef? channel, Caller caller)
    {
        var word = channel?.Name ?? channel?.Id;
        var named = word is null ? (IntakeChannel?)null : Word<IntakeChannel>("channel.name", word);
        return named == IntakeChannel.Platform
                ? throw new InvalidInput("channel.name", "Only the platform itself opens cases by it.")
            : named is { } chosen ? chosen
            : caller.IsCaseStaff ? IntakeChannel.Hotline
            : IntakeChannel.App;
    }

    // A customer could otherwise have the platform write to any number.
    private static CaseContact? Contact(OpenComplaintRequest request, Caller caller) =>
        request.Contact is not null && caller.IsCustomer
            ? throw new InvalidInput("contact", "A customer is answered at the account's own contact.")
            : request.Contact;

    private static T Word<T>(string field, string word)
        where T : struct, Enum =>
        Words.Read<T>(word) ?? throw new InvalidInput(field, $"One of {Words.All<T>()} is expected.");
}
