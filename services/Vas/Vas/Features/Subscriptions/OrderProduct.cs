using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Vas.Features.Subscriptions;

/// <param name="Status">Mandatory by TMF637; the platform sets the first one, pendingActive.</param>
/// <param name="ProductOffering">The service.</param>
/// <param name="BillingAccount">Whose; a customer's token supplies its own.</param>
/// <param name="ProductCharacteristic">serviceNumber or lineId: the line.</param>
public sealed record OrderProductRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Status,
    [Required(ErrorMessage = "It is mandatory.")] ProductRefRequest? ProductOffering,
    ProductRefRequest? BillingAccount,
    IReadOnlyList<ProductCharacteristicRequest>? ProductCharacteristic
);

public sealed record ProductRefRequest([Required(ErrorMessage = "It is mandatory.")] string Id);

public sealed record ProductCharacteristicRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Name,
    [Required(ErrorMessage = "It is mandatory.")] string Value
);

/// <summary>A customer asks for a service by TMF637; it waits for his confirmation as any other (features.md V3).</summary>
internal static class OrderProduct
{
    public static void Map(RouteGroupBuilder products) =>
        products.MapPost("", Handle).RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent);

    private static async Task<Results<Created<ProductView>, Refusal>> Handle(
        OrderProductRequest request,
        SubscriptionIntake intake,
        CancellationToken ct
    )
    {
        var made = await intake.RequestAsync(
            new(
                ("productOffering.id", request.ProductOffering!.Id),
                ("billingAccount.id", request.BillingAccount?.Id),
                ("productCharacteristic", Value(request, "lineId")),
                ("productCharacteristic", Value(request, "serviceNumber"))
            ),
            ct
        );
        if (made is null)
        {
            return SubscriptionIntake.BillingAway;
        }

        var view = ProductView.Of(made);
        return TypedResults.Created(view.Href, view);
    }

    private static string? Value(OrderProductRequest request, string name) =>
        request.ProductCharacteristic?.FirstOrDefault(it => it.Name == name)?.Value;
}
