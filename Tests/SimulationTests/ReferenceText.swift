/// See `ReferenceTests`; written by the world itself.
let referenceText = """
  0:04 CW-10001 Blue Parrot orders Dog harness of 杭州青芽家居旗舰店 for Olivia Ng, Chicago, 3754 USD, 305 g, postal, DAP, LT147375746CN
  0:04 CW-10001 Blue Parrot 1 of HS 420100
  0:14 CW-10001 platform actual payment_authorised at H-SZX: advances
  0:23 CW-10002 Blue Parrot orders Guitar strings set of 东莞市铁松鼠五金电子制品厂 for Mason Okafor-Hughes, Los Angeles, 964 USD, 33 g, air, DDP, SH5272178805
  0:23 CW-10002 Blue Parrot 1 of HS 920930
  0:29 CW-10002 platform actual payment_authorised at H-SZX: advances
  0:45 CW-10003 Kestrel & Co orders Acrylic cable-knit cardigan of 义乌市小蜗牛百货商行 for Ethan Lee, Los Angeles, 1046 USD, 417 g, postal, DDP, LG663190832CN
  0:45 CW-10003 Kestrel & Co 1 of HS 611030
  0:50 CW-10004 Tidewater Market orders Eyeshadow palette of 杭州青芽家居旗舰店 for Tomás Gonçalves, São Paulo, 7909 BRL, 174 g, air, DDP, SH8507664893
  0:50 CW-10004 Tidewater Market 1 of HS 330420
  0:53 CW-10001 platform actual stock_reserved at H-SZX: advances
  0:54 CW-10005 Orchid Mall orders Knitted cotton pullover of Oxbow Street Cycles for Ethan MacAllister, New York, 2148 USD, 347 g, express, DAP, MX2162100654
  0:54 CW-10005 Orchid Mall 1 of HS 611020
  0:58 CW-10006 Blue Parrot orders Eau de parfum 50 ml of Nordlicht Segeltuchmanufaktur for Miles Smith, New York, 27080 USD, 738 g, postal, DDP, RK326381667DE
  0:58 CW-10006 Blue Parrot 2 of HS 330300
  1:02 CW-10007 Blue Parrot orders Sleeping bag of Shenzhen Skyquill Electronics Co. for 최민준, Seoul, 129787 KRW, 2145 g, air, DDP, SH9088715220
  1:02 CW-10007 Blue Parrot 1 of HS 940430
  1:02 CW-10004 platform actual payment_authorised at H-SZX: advances
  1:09 CW-10008 Kestrel & Co orders Running shoes, textile upper of 푸른고래 상점 for Caleb Ng, New York, 18191 USD, 3071 g, postal, DDP, EU915884625KR
  1:09 CW-10008 Kestrel & Co 4 of HS 640411
  1:12 CW-10009 Kestrel & Co orders Electric shaver of 义乌市小蜗牛百货商行 for พิมพ์ชนก ศรีสุวรรณ, Bangkok, 347834 THB, 376 g, truck, DDP, MH9669765547
  1:12 CW-10009 Kestrel & Co 1 of HS 851010
  1:13 CW-10010 Kestrel & Co orders Goods of Pinebrook Pet Parcel for Logan St. John, Sydney, 1997 AUD, 262 g, postal, DAP, RI063260364US
  1:13 CW-10010 Kestrel & Co 1 of HS 620640
  1:16 CW-10006 platform actual payment_authorised at C-BER: advances
  1:20 CW-10011 Orchid Mall orders Fishing reel of Ningbo Tidepine Houseware for Ruby Smith, Edison (New Jersey), 874143 USD, 122113 g, ocean, DAP, LW5978637069
  1:20 CW-10011 Orchid Mall 278 of HS 950730
  1:24 CW-10012 Blue Parrot orders Women's padded winter coat of Cửa hàng Sen Vàng Nhỏ for Ruby Whitfield, Inland Empire (Ontario CA), 58854 USD, 33922 g, ocean, DDP, LW8633072830
  1:24 CW-10012 Blue Parrot 23 of HS 620240
  1:27 CW-10011 platform actual payment_authorised at H-YIW: advances
  1:28 CW-10013 Orchid Mall orders Acrylic cable-knit cardigan of Cửa hàng Sen Vàng Nhỏ for Wendy Lee, Inland Empire (Ontario CA), 162453 USD, 89913 g, ocean, DDP, LW4941944352
  1:28 CW-10013 Orchid Mall 164 of HS 611030
  1:43 CW-10002 platform actual stock_reserved at H-SZX: advances
  1:44 CW-10014 Orchid Mall orders Cotton ankle socks 10-pack of Pennywhistle & Daughters for Bo O'Connor, New York, 856 USD, 392 g, express, DDP, MX9214123157
  1:44 CW-10014 Orchid Mall 1 of HS 611595
  1:52 CW-10015 Tidewater Market orders Gift of Pinebrook Pet Parcel for Owen Cholmondeley-Warrington, Sydney, 22826 AUD, 1345 g, postal, DAP, RM873826933US
  1:52 CW-10015 Tidewater Market 1 of HS 847160
  1:53 CW-10016 Orchid Mall orders Printed novel, paperback of Yiwu Merry Snail Commodity Firm for Maria Aparecida de Albuquerque Cavalcanti e Vasconcelos, São Paulo, 12208 BRL, 336 g, postal, DDP, LH947514802CN
  1:53 CW-10016 Orchid Mall 1 of HS 490199
  1:55 CW-10014 platform actual payment_authorised at C-LON: advances
  1:58 CW-10015 platform actual payment_authorised at C-CHI: advances
  2:01 CW-10016 platform actual payment_authorised at H-SZX: advances
  2:07 CW-10017 Kestrel & Co orders Tripod, aluminium of Thistledown Apothecary for Ivy O'Connor, New York, 41957 USD, 3612 g, express, DAP, MX7140737723
  2:07 CW-10017 Kestrel & Co 4 of HS 962000
  2:12 CW-10018 Blue Parrot orders Freshwater pearl earrings of 深圳市蓝鲸飞鸟科技有限公司 for Christopher-Alexander MacAllister, Chicago, 11841 USD, 17 g, postal, DAP, LT315954157CN
  2:12 CW-10018 Blue Parrot 1 of HS 711610
  2:12 CW-10017 platform actual payment_authorised at C-LON: advances
  2:16 CW-10019 Kestrel & Co orders Android TV box of 泉州逐浪鞋业 for Ivy O'Connor, Los Angeles, 2769 USD, 291 g, postal, DDP, LL463329893CN
  2:16 CW-10019 Kestrel & Co 1 of HS 852871
  2:17 CW-10020 Blue Parrot orders Dark chocolate bars of Caffè Tramontana for Wendy St. John, New York, 1852 USD, 272 g, express, DDP, MX2412916528
  2:17 CW-10020 Blue Parrot 1 of HS 180632
  2:23 CW-10021 Orchid Mall orders LED strip 5 m of 푸른고래 상점 for Olivia St. John, Los Angeles, 1192 USD, 231 g, express, DAP, MX4030659572
  2:23 CW-10021 Orchid Mall 1 of HS 940542
  2:23 CW-10019 platform actual payment_authorised at H-CAN: advances
  2:25 CW-10015 platform actual stock_reserved at C-CHI: advances
  2:33 CW-10021 platform actual payment_authorised at C-SEL: advances
  2:35 CW-10022 Blue Parrot orders Knitted synthetic bodycon dress of Yiwu Merry Snail Commodity Firm for Logan MacAllister, Los Angeles, 1761 USD, 367 g, express, DDP, MX8302838377
  2:35 CW-10022 Blue Parrot 1 of HS 610443
  2:38 CW-10023 Blue Parrot orders Soldering iron station of Guangzhou Larkfeather Apparel for Harper Ng, Chicago, 6541 USD, 1211 g, postal, DAP, LY421272209CN
  2:38 CW-10023 Blue Parrot 1 of HS 851511
  2:38 CW-10024 Tidewater Market orders Notebook, hardcover of 义乌市小蜗牛百货商行 for Christopher-Alexander Featherstonehaugh, Chicago, 1661 USD, 381 g, air, DDP, SH3575017182
  2:38 CW-10024 Tidewater Market 1 of HS 482010
  2:39 CW-10025 Blue Parrot orders Printed novel, paperback of Shenzhen Skyquill Electronics Co. for Christopher-Alexander Smith, Los Angeles, 1273 USD, 216 g, postal, DAP, LC642335810CN
  2:39 CW-10025 Blue Parrot 1 of HS 490199
  2:44 CW-10022 platform actual payment_authorised at H-SZX: advances
  2:46 CW-10024 platform actual payment_authorised at H-CAN: advances
  2:47 CW-10026 Blue Parrot orders Bluetooth earbuds of 杭州青芽家居旗舰店 for Lívia Simões, São Paulo, 36880 BRL, 59 g, air, DDP, SH2538324465
  2:47 CW-10026 Blue Parrot 1 of HS 851830
  2:49 CW-10004 platform actual stock_reserved at H-SZX: advances
  2:54 CW-10027 Orchid Mall orders Plush bear 40 cm of 义乌市小蜗牛百货商行 for Wendy Okafor-Hughes, New York, 1686 USD, 550 g, postal, DDP, LN010775164CN
  2:54 CW-10027 Orchid Mall 1 of HS 950300
  2:54 CW-10026 platform actual payment_authorised at H-SZX: advances
  2:58 CW-10028 Orchid Mall orders Camera lens of Hollowgate Games for Ruby Featherstonehaugh, Toronto, 58432 CAD, 240 g, truck, DAP, MH6810503270
  2:58 CW-10028 Orchid Mall 1 of HS 900211
  3:05 CW-10029 Blue Parrot orders Men's padded winter coat of Marrow Lane Kitchenware for Nora Lee, Sydney, 36358 AUD, 2962 g, postal, DDP, RE379214516US
  3:05 CW-10029 Blue Parrot 3 of HS 620140
  3:07 CW-10027 platform actual payment_authorised at H-YIW: advances
  3:09 CW-10017 platform actual stock_reserved at C-LON: advances
  3:10 CW-10021 platform actual stock_reserved at C-SEL: advances
  3:11 CW-10030 Tidewater Market orders Acrylic crochet yarn 500 g of カゼノネ楽器 for Caleb Whitfield, New York, 632 USD, 599 g, express, DDP, MX2082682075
  3:11 CW-10030 Tidewater Market 1 of HS 551110
  3:12 CW-10006 platform actual stock_reserved at C-BER: advances
  3:13 CW-10031 Blue Parrot orders Memory-foam pillow of Oxbow Street Cycles for Ivy Okafor-Hughes, New York, 1328 USD, 1175 g, postal, DDP, RM600278127GB
  3:13 CW-10031 Blue Parrot 1 of HS 940490
  3:13 CW-10016 platform actual stock_reserved at H-SZX: advances
  3:19 CW-10032 Blue Parrot orders Arduino-style microcontroller board of 广州云雀服饰 for خديجة الخطيب, Dubai, 9249 AED, 71 g, express, DDP, MX7391553597
  3:19 CW-10032 Blue Parrot 2 of HS 847330
  3:24 CW-10033 Blue Parrot orders Mirrorless camera body of Gốm Đất Ướt for Wendy St. John, Los Angeles, 137912 USD, 646 g, air, DAP, SH1045989358
  3:24 CW-10033 Blue Parrot 1 of HS 852589
  3:25 CW-10034 Kestrel & Co orders 14 k gold ring of 义乌市小蜗牛百货商行 for Grace Smith, Chicago, 159170 USD, 32 g, postal, DDP, LM821341735CN
  3:25 CW-10034 Kestrel & Co 4 of HS 711319
  3:27 CW-10032 platform actual payment_authorised at H-SZX: advances
  3:37 CW-10035 Orchid Mall orders Baseball cap, woven of Quillback Audio for Ruby Ng, Sydney, 1203 AUD, 105 g, postal, DDP, RC895029600US
  3:37 CW-10035 Orchid Mall 1 of HS 650500
  3:43 CW-10036 Blue Parrot orders Women's viscose-blend blouse of 달빛조약돌 코스메틱 for Christopher-Alexander O'Connor, Los Angeles, 4308 USD, 297 g, express, DDP, MX4281475446
  3:43 CW-10036 Blue Parrot 1 of HS 620640
  3:44 CW-10037 Kestrel & Co orders Cosplay costume, adult of Caffè Tramontana for Ruby Ng, New York, 5833 USD, 946 g, express, DAP, MX6935911207
  3:44 CW-10037 Kestrel & Co 1 of HS 621143
  3:44 CW-10034 platform actual payment_authorised at H-SZX: advances
  3:46 CW-10035 platform actual payment_authorised at C-CHI: advances
  3:49 CW-10038 Blue Parrot orders USB condenser microphone of 东莞市铁松鼠五金电子制品厂 for Mason St. John, New York, 1888 USD, 362 g, postal, DAP, LX558220437CN
  3:49 CW-10038 Blue Parrot 1 of HS 852589
  3:49 CW-10027 platform actual stock_reserved at H-YIW: advances
  3:50 CW-10022 platform actual stock_reserved at H-SZX: advances
  3:51 CW-10037 platform actual payment_authorised at C-MIL: advances
  3:51 CW-10039 Orchid Mall orders Freshwater pearl earrings of 深圳市蓝鲸飞鸟科技有限公司 for Grace St. John, Inland Empire (Ontario CA), 260138 USD, 2453 g, ocean, DAP, LW4862525773
  3:51 CW-10039 Orchid Mall 117 of HS 711610
  3:55 CW-10040 Blue Parrot orders Art print 50 x 70 cm of Shenzhen Skyquill Electronics Co. for Grace St. John, New York, 1552 USD, 331 g, postal, DDP, LD000347651CN
  3:55 CW-10040 Blue Parrot 1 of HS 491191
  4:01 CW-10040 platform actual payment_authorised at H-YIW: advances
  4:09 CW-10041 Blue Parrot orders 14 k gold ring of 义乌市小蜗牛百货商行 for พิมพ์ชนก ศรีสุวรรณ, Bangkok, 366769 THB, 4 g, truck, DAP, MH9134704578
  4:09 CW-10041 Blue Parrot 1 of HS 711319
  4:11 CW-10042 Kestrel & Co orders Memory-foam pillow of 푸른고래 상점 for Christopher-Alexander Lee, Los Angeles, 1307 USD, 1472 g, express, DAP, MX2789140339
  4:11 CW-10042 Kestrel & Co 1 of HS 940490
  4:11 CW-10043 Orchid Mall orders Women's viscose-blend blouse of Yiwu Merry Snail Commodity Firm for Miles Ng, Johannesburg, 32841 ZAR, 302 g, air, DAP, SH5443576100
  4:11 CW-10043 Orchid Mall 1 of HS 620640
  4:15 CW-10044 Kestrel & Co orders Mirrorless camera body of 月見うさぎ雑貨店 for Ethan St. John, New York, 33427 USD, 714 g, express, DAP, MX8098011861
  4:15 CW-10044 Kestrel & Co 1 of HS 852589
  4:23 CW-10042 platform actual payment_authorised at C-SEL: advances
  4:24 CW-10045 Tidewater Market orders Tripod, aluminium of 泉州逐浪鞋业 for Hazel Ng, New York, 3777 USD, 578 g, postal, DDP, LZ589850614CN
  4:24 CW-10045 Tidewater Market 1 of HS 962000
  4:31 CW-10046 Kestrel & Co orders Solar garden lights of 杭州青芽家居旗舰店 for Björn Weiß, Berlin, 1243 EUR, 1470 g, express, DDP, MX3370190666
  4:31 CW-10046 Kestrel & Co 1 of HS 940541
  4:36 CW-10047 Kestrel & Co orders Human-hair wig of Hangzhou Jadebud E-Commerce for Owen MacAllister, Sydney, 55626 AUD, 278 g, postal, DDP, LP958289965CN
  4:36 CW-10047 Kestrel & Co 1 of HS 670420
  4:44 CW-10047 platform actual payment_authorised at H-SZX: advances
  4:45 CW-10024 platform actual stock_reserved at H-CAN: advances
  4:46 CW-10042 platform actual stock_reserved at C-SEL: advances
  4:49 CW-10026 platform actual stock_reserved at H-SZX: advances
  4:49 CW-10048 Blue Parrot orders Recycled-polyester running tee of Cửa hàng Sen Vàng Nhỏ for Caleb O'Connor, Inland Empire (Ontario CA), 142127 USD, 8847 g, ocean, DDP, LW1296805232
  4:49 CW-10048 Blue Parrot 70 of HS 610990
  4:55 CW-10049 Tidewater Market orders Running shoes, textile upper of 义乌市小蜗牛百货商行 for Christopher-Alexander St. John, Chicago, 9277 USD, 926 g, postal, DDP, LH326729316CN
  4:55 CW-10049 Tidewater Market 1 of HS 640411
  4:56 CW-10034 platform actual stock_reserved at H-SZX: advances
  5:03 CW-10046 platform actual payment_authorised at H-CAN: advances
  5:06 CW-10050 Blue Parrot orders Eyeshadow palette of Guangzhou Larkfeather Apparel for Hazel O'Connor, Los Angeles, 971 USD, 140 g, express, DDP, MX6605676754
  5:06 CW-10050 Blue Parrot 1 of HS 330420
  5:08 CW-10051 Tidewater Market orders Resin hair clip set of Yiwu Merry Snail Commodity Firm for Harper Featherstonehaugh, Los Angeles, 725 USD, 38 g, air, DAP, SH9260112515
  5:08 CW-10051 Tidewater Market 1 of HS 961511
  5:09 CW-10052 Kestrel & Co orders Baseball cap, woven of 东莞市铁松鼠五金电子制品厂 for ليلى الخطيب, Dubai, 3026 AED, 161 g, express, DDP, MX2914548276
  5:09 CW-10052 Kestrel & Co 2 of HS 650500
  5:16 CW-10050 platform actual payment_failed at H-SZX: beside
  5:16 CW-10053 Tidewater Market orders Reading glasses of Quillback Audio for Wendy Smith, Sydney, 2412 AUD, 57 g, postal, DDP, RY768856532US
  5:16 CW-10053 Tidewater Market 1 of HS 900490
  5:20 CW-10052 platform actual payment_authorised at H-SZX: advances
  5:24 CW-10032 platform actual stock_reserved at H-SZX: advances
  5:24 CW-10054 Kestrel & Co orders Hair dryer of 深圳市蓝鲸飞鸟科技有限公司 for Ethan St. John, Los Angeles, 5746 USD, 722 g, postal, DAP, LB916232276CN
  5:24 CW-10054 Kestrel & Co 1 of HS 851631
  5:25 CW-10055 Tidewater Market orders Hair dryer of Hollowgate Games for Jude Smith, Sydney, 19082 AUD, 495 g, express, DDP, MX9841162842
  5:25 CW-10055 Tidewater Market 1 of HS 851631
  5:25 CW-10011 platform actual stock_reserved at H-YIW: advances
  5:26 CW-10056 Blue Parrot orders Reading glasses of 泉州逐浪鞋业 for Ivy Lee, Sydney, 759 AUD, 31 g, postal, DDP, LC137295884CN
  5:26 CW-10056 Blue Parrot 1 of HS 900490
  5:28 CW-10050 platform actual order_cancelled at H-SZX: advances
  5:29 CW-10053 platform actual payment_authorised at C-CHI: advances
  5:32 CW-10057 Blue Parrot orders Knee brace of 푸른고래 상점 for Hazel Smith, Los Angeles, 3271 USD, 300 g, express, DDP, MX2458905886
  5:32 CW-10057 Blue Parrot 1 of HS 902110
  5:32 CW-10054 platform actual payment_authorised at H-CAN: advances
  5:36 CW-10058 Tidewater Market orders Espresso machine of Northlight Trading Post for Ruby Whitfield, Sydney, 47281 AUD, 7727 g, postal, DDP, RT432047362US
  5:36 CW-10058 Tidewater Market 2 of HS 851671
  5:44 CW-10059 Kestrel & Co orders 14 k gold ring of Seven Cedars Supply for Maximiliana Cholmondeley-Warrington, Sydney, 75357 AUD, 10 g, postal, DDP, RZ726798842US
  5:44 CW-10059 Kestrel & Co 1 of HS 711319
  5:44 CW-10058 platform actual payment_authorised at C-CHI: advances
  5:55 CW-10056 platform actual payment_authorised at H-SZX: advances
  5:56 CW-10014 platform actual stock_reserved at C-LON: advances
  5:59 CW-10019 platform actual stock_reserved at H-CAN: advances
  6:13 CW-10060 Tidewater Market orders Acrylic winter scarf of Copper Finch Outfitters for Olivia Lee, Sydney, 1167 AUD, 263 g, express, DDP, MX8929878062
  6:13 CW-10060 Tidewater Market 1 of HS 611710
  6:16 CW-10059 platform actual payment_authorised at C-CHI: advances
  6:16 CW-10015 merchant actual picked at C-CHI: advances
  6:20 CW-10060 platform actual payment_authorised at C-LAX: advances
  6:22 CW-10061 Blue Parrot orders Graphics card of Ningbo Tidepine Houseware for 張簡家瑋, Hong Kong, 96756 HKD, 1769 g, truck, DAP, MH5238749584
  6:22 CW-10061 Blue Parrot 1 of HS 847180
  6:22 CW-10062 Tidewater Market orders Foldable camera drone of 广州云雀服饰 for فاطمة عباس, Dubai, 116741 AED, 526 g, express, DAP, MX7893185345
  6:22 CW-10062 Tidewater Market 1 of HS 880622
  6:28 CW-10063 Kestrel & Co orders Ukulele of Yiwu Merry Snail Commodity Firm for Owen Ng, Chicago, 11782 USD, 758 g, postal, DAP, LF832116894CN
  6:28 CW-10063 Kestrel & Co 1 of HS 920290
  6:28 CW-10064 Orchid Mall orders Merino wool jumper of 杭州青芽家居旗舰店 for Jude MacAllister, Johannesburg, 45736 ZAR, 364 g, air, DAP, SH6856492628
  6:28 CW-10064 Orchid Mall 1 of HS 611011
  6:30 CW-10001 merchant actual picked at H-SZX: advances
  6:31 CW-10065 Orchid Mall orders Bathroom mirror cabinet of Shenzhen Skyquill Electronics Co. for Miles St. John, Sydney, 14335 AUD, 12037 g, postal, DDP, LT979492635CN
  6:31 CW-10065 Orchid Mall 2 of HS 700992
  6:34 CW-10061 platform actual payment_failed at H-DGG: beside
  6:39 CW-10062 platform actual payment_authorised at H-SZX: advances
  6:44 CW-10035 platform actual stock_reserved at C-CHI: advances
  6:44 CW-10066 Blue Parrot orders Wooden building blocks of 广州云雀服饰 for Nuño Güemes, Mexico City, 31200 MXN, 2159 g, air, DDP, SH5819799911
  6:44 CW-10066 Blue Parrot 1 of HS 950300
  6:46 CW-10067 Blue Parrot orders Gel insoles pair of 蒼空模型工房ホビーセンター for Maximiliana MacAllister, Los Angeles, 928 USD, 192 g, postal, DAP, EX200556244JP
  6:46 CW-10067 Blue Parrot 1 of HS 640690
  6:46 CW-10061 platform actual order_cancelled at H-DGG: advances
  6:54 CW-10040 platform actual stock_reserved at H-YIW: advances
  6:55 CW-10066 platform actual payment_authorised at H-SZX: advances
  6:55 CW-10065 platform actual payment_failed at H-SZX: beside
  6:56 CW-10015 merchant actual packed at C-CHI: advances
  6:57 CW-10067 platform actual payment_authorised at C-TYO: advances
  6:58 CW-10068 Orchid Mall orders Hair straightener of 东莞市铁松鼠五金电子制品厂 for Małgorzata Łoś, Warsaw, 44201 PLN, 584 g, air, DDP, SH4783107194
  6:58 CW-10068 Orchid Mall 1 of HS 851632
  6:59 CW-10069 Blue Parrot orders Nail polish gel set of 义乌市小蜗牛百货商行 for Gaël Roux, Paris, 1113 EUR, 292 g, express, DDP, MX7437542955
  6:59 CW-10069 Blue Parrot 1 of HS 330430
  7:00 CW-10064 platform actual payment_authorised at H-SZX: advances
  """
