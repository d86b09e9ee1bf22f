using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>What can be used: voice, sms and data.</summary>
internal static class ListUsageSpecifications
{
    private static readonly Listing<UsageSpecification> Listing = new Listing<UsageSpecification>().FilterBy(
        "name",
        name => specification => specification.Name == name
    );

    public static void Map(RouteGroupBuilder specifications) =>
        specifications.MapGet("", Handle).RequireRoles([.. UsageSpecificationView.Readers]);

    private static Task<ListAnswer<UsageSpecificationView>> Handle(
        HttpContext http,
        BillingDb db,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.UsageSpecifications.AsNoTracking().OrderBy(s => s.Id),
            http,
            UsageSpecificationView.Of,
            ct
        );
}

/// <summary>A kind of usage as TMF635 `usageSpecification`.</summary>
/// <param name="Unit">Of the quantity: min, sms or MB.</param>
public sealed record UsageSpecificationView(
    Guid Id,
    string Href,
    string Name,
    string Description,
    string Unit,
    string LifecycleStatus = "active",
    [property: JsonPropertyName("@type")] string Type = "UsageSpecification"
)
{
    public const string Root = "/tmf-api/usageManagement/v4/usageSpecification";

    internal static string[] Readers { get; } = [Roles.Customer, Roles.Channel, Roles.Service, .. BillingRoles.Staff];

    internal static UsageSpecificationView Of(UsageSpecification specification) =>
        new(
            specification.Id,
            $"{Root}/{specification.Id}",
            specification.Name,
            specification.Description,
            specification.Unit
        );
}
