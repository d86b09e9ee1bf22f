using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;

namespace Billing.Documents;

/// <summary>The drawings of a bill: inline SVG, which prints as sharp as the text and needs nothing from outside.</summary>
internal static class BillCharts
{
    private const decimal Width = 640;

    private static readonly Dictionary<BillLineKind, string> Colours = new()
    {
        [BillLineKind.Recurring] = "#0f4c5c",
        [BillLineKind.OneOff] = "#5f7a8c",
        [BillLineKind.Usage] = "#e36414",
        [BillLineKind.Adjustment] = "#c9a227",
        [BillLineKind.ThirdParty] = "#7a5c8e",
    };

    /// <summary>What the sum is made of, as one bar; credits are in the legend only.</summary>
    public static Html Composition(PrintedBill printed, BillLanguage language)
    {
        var groups = printed
            .Bill.Lines.GroupBy(line => line.Kind)
            .Select(group => (Kind: group.Key, Sum: group.Sum(line => line.Amount)))
            .Where(group => group.Sum != 0)
            .OrderBy(group => group.Kind)
            .ToList();
        var total = groups.Sum(group => Math.Max(0, group.Sum));
        if (total == 0)
        {
            return Html.Nothing;
        }

        var (bars, x) = (new List<Html>(), 0m);
        foreach (var (kind, sum) in groups.Where(group => group.Sum > 0))
        {
            var width = decimal.Round(Width * sum / total, 2);
            bars.Add(
                Html.Of(
                    $"""<rect x="{x}" y="0" width="{Math.Max(1, width - 2)}" height="18" fill="{Colours[kind]}"/>"""
                )
            );
            x += width;
        }

        var legend = groups.Select(group =>
            Html.Of(
                $"""
                <td><span class="dot" style="background:{Colours[group.Kind]}"></span>{language.Group(
                    group.Kind
                )}<b>{BillLanguage.Money(group.Sum, printed.Bill.Currency)}</b></td>
                """
            )
        );
        return Html.Of(
            $"""
            <svg class="composition" viewBox="0 0 640 18" preserveAspectRatio="none" role="img">{Html.Concat(
                bars
            )}</svg>
            <table class="legend"><tr>{Html.Concat(legend)}</tr></table>
            """
        );
    }

    /// <summary>How much of the allowance was used; what goes beyond it is orange.</summary>
    public static Html Used(decimal quantity, decimal included)
    {
        var whole = Math.Max(quantity, included);
        if (included <= 0 || whole <= 0)
        {
            return Html.Nothing;
        }

        var within = decimal.Round(160 * Math.Min(quantity, included) / whole, 2);
        var beyond = decimal.Round(160 * Math.Max(0, quantity - included) / whole, 2);
        return Html.Of(
            $"""
            <svg class="used" viewBox="0 0 160 6" role="img"><rect width="160" height="6" rx="3" fill="#e4eaec"/><rect width="{within}" height="6" rx="3" fill="#0f4c5c"/><rect x="{within}" width="{beyond}" height="6" rx="3" fill="#e36414"/></svg>
            """
        );
    }
}
