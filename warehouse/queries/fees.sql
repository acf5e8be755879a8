-- Fees charged (行政事业性收费), in 万元 (10,000 yuan).
-- Beware: what the agency charged for its services, not for information. Only the form of 2021 asks for it; a blank or a sign is not listed, it is not 0.
SELECT region_code, agency, report_year, scope, value AS fees_wanyuan, raw, page, url
FROM figures
WHERE table_name = 'proactive_disclosure' AND row_name = 'fees'
    AND column_name = 'amount_wanyuan' AND value IS NOT NULL
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY fees_wanyuan DESC, agency, report_year, scope, report_id
