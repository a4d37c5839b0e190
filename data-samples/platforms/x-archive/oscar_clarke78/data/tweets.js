window.YTD.tweets.part0 = [
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "torinonaturschutz"
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "2",
      "id_str": "5056798646174061760",
      "id": "5056798646174061760",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Jun 20 13:27:58 +0000 2026",
      "favorited": false,
      "full_text": "34 people, one aim: nature conservation. What an evening. #torinonaturschutz",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "1493758988604079146",
      "in_reply_to_status_id": "1493758988604079146",
      "in_reply_to_user_id": "2632516056067816458",
      "in_reply_to_user_id_str": "2632516056067816458",
      "in_reply_to_screen_name": "marko_pichler46",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000680",
      "id": "5900011650000000680",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Mon Jun 15 19:10:57 +0000 2026",
      "favorited": false,
      "full_text": "@marko_pichler46 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "5078002263924633760",
      "in_reply_to_status_id": "5078002263924633760",
      "in_reply_to_user_id": "3710389755770611713",
      "in_reply_to_user_id_str": "3710389755770611713",
      "in_reply_to_screen_name": "magdalena_harris73",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000675",
      "id": "5900011650000000675",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sun Jun 14 11:53:43 +0000 2026",
      "favorited": false,
      "full_text": "@magdalena_harris73 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/0006720",
            "expanded_url": "https://twitter.com/magdalena_harris73/status/3042210474212054341",
            "display_url": "twitter.com/magdalena_harris73/status/3042210474212054341"
          }
        ]
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000672",
      "id": "5900011650000000672",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Jun 13 17:57:39 +0000 2026",
      "favorited": false,
      "full_text": "Lesenswert, nicht nur für uns hier. https://t.co/0006720",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "torinonaturschutz"
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/0519600",
            "expanded_url": "https://beispiel-zeitung.example/3178",
            "display_url": "beispiel-zeitung.example/3178"
          }
        ]
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "2",
      "id_str": "4726208542530051960",
      "id": "4726208542530051960",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Jun 03 20:31:28 +0000 2026",
      "favorited": false,
      "full_text": "Da leggere: https://t.co/0519600 #torinonaturschutz",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "3718294322860371939",
      "in_reply_to_status_id": "3718294322860371939",
      "in_reply_to_user_id": "2190533646206045442",
      "in_reply_to_user_id_str": "2190533646206045442",
      "in_reply_to_screen_name": "david_brown64",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "David Brown",
            "screen_name": "david_brown64",
            "id_str": "2190533646206045442",
            "id": "2190533646206045442"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000621",
      "id": "5900011650000000621",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Thu May 28 17:08:52 +0000 2026",
      "favorited": false,
      "full_text": "@david_brown64 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "David Brown",
            "screen_name": "david_brown64",
            "id_str": "2190533646206045442",
            "id": "2190533646206045442"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000614",
      "id": "5900011650000000614",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Tue May 26 19:42:53 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @david_brown64?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "3718294322860371939",
      "in_reply_to_status_id": "3718294322860371939",
      "in_reply_to_user_id": "2190533646206045442",
      "in_reply_to_user_id_str": "2190533646206045442",
      "in_reply_to_screen_name": "david_brown64",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "David Brown",
            "screen_name": "david_brown64",
            "id_str": "2190533646206045442",
            "id": "2190533646206045442"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000611",
      "id": "5900011650000000611",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Mon May 25 07:41:43 +0000 2026",
      "favorited": false,
      "full_text": "@david_brown64 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/0005570",
            "expanded_url": "https://twitter.com/marko_pichler46/status/4298739449649004212",
            "display_url": "twitter.com/marko_pichler46/status/4298739449649004212"
          }
        ]
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000557",
      "id": "5900011650000000557",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Mon May 11 20:14:39 +0000 2026",
      "favorited": false,
      "full_text": "Lesenswert, nicht nur für uns hier. https://t.co/0005570",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "naturschutz"
          }
        ],
        "symbols": [],
        "user_mentions": [
          {
            "name": "David Brown",
            "screen_name": "david_brown64",
            "id_str": "2190533646206045442",
            "id": "2190533646206045442"
          },
          {
            "name": "Oscar Clarke",
            "screen_name": "oscar_clarke78",
            "id_str": "1917071135200551589",
            "id": "1917071135200551589"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000539",
      "id": "5900011650000000539",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Thu May 07 15:42:21 +0000 2026",
      "favorited": false,
      "full_text": "RT @david_brown64: @oscar_clarke78 ha ragione, si va avanti. #naturschutz",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "moor"
          }
        ],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "4",
      "id_str": "2582474341179296344",
      "id": "2582474341179296344",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Fri May 01 20:19:45 +0000 2026",
      "favorited": false,
      "full_text": "@magdalena_harris73 ha ragione, si va avanti. #moor",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Harry Taylor",
            "screen_name": "harry_taylor38",
            "id_str": "3158345500551874927",
            "id": "3158345500551874927"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000517",
      "id": "5900011650000000517",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Apr 29 10:36:03 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @harry_taylor38?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "5112342075071772586",
      "in_reply_to_status_id": "5112342075071772586",
      "in_reply_to_user_id": "3710389755770611713",
      "in_reply_to_user_id_str": "3710389755770611713",
      "in_reply_to_screen_name": "magdalena_harris73",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000487",
      "id": "5900011650000000487",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Mon Apr 20 09:24:52 +0000 2026",
      "favorited": false,
      "full_text": "@magdalena_harris73 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "moortorino"
          },
          {
            "text": "together"
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "2",
      "id_str": "4043449866630703150",
      "id": "4043449866630703150",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Apr 11 19:01:53 +0000 2026",
      "favorited": false,
      "full_text": "Ci vediamo sabato alle 12. #moortorino #together",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000412",
      "id": "5900011650000000412",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Mar 28 18:15:29 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @marko_pichler46?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "moortorino"
          },
          {
            "text": "monday"
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "6",
      "id_str": "1399421242347872503",
      "id": "1399421242347872503",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Mar 14 10:31:04 +0000 2026",
      "favorited": false,
      "full_text": "Ci vediamo sabato alle 16. #moortorino #monday",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "artenvielfalt"
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/9799140",
            "expanded_url": "https://localnews.example/1644",
            "display_url": "localnews.example/1644"
          }
        ]
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "2",
      "id_str": "3729601627319979914",
      "id": "3729601627319979914",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Fri Feb 20 17:18:27 +0000 2026",
      "favorited": false,
      "full_text": "Da leggere: https://t.co/9799140 #artenvielfalt",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000287",
      "id": "5900011650000000287",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Feb 18 09:38:23 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @magdalena_harris73?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "wildlife"
          },
          {
            "text": "torinonaturschutz"
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "4",
      "id_str": "2533292132218541957",
      "id": "2533292132218541957",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Tue Feb 10 09:36:16 +0000 2026",
      "favorited": false,
      "full_text": "Bella giornata a Torino, grazie a tutti! #wildlife #torinonaturschutz",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "5493209235291441213",
      "in_reply_to_status_id": "5493209235291441213",
      "in_reply_to_user_id": "2632516056067816458",
      "in_reply_to_user_id_str": "2632516056067816458",
      "in_reply_to_screen_name": "marko_pichler46",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000229",
      "id": "5900011650000000229",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sun Feb 01 21:47:30 +0000 2026",
      "favorited": false,
      "full_text": "@marko_pichler46 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Elif Leitner",
            "screen_name": "elif_leitner60",
            "id_str": "3400881142603278693",
            "id": "3400881142603278693"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000214",
      "id": "5900011650000000214",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Jan 28 19:23:11 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @elif_leitner60?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "5493209235291441213",
      "in_reply_to_status_id": "5493209235291441213",
      "in_reply_to_user_id": "2632516056067816458",
      "in_reply_to_user_id_str": "2632516056067816458",
      "in_reply_to_screen_name": "marko_pichler46",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000210",
      "id": "5900011650000000210",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Jan 28 12:48:56 +0000 2026",
      "favorited": false,
      "full_text": "@marko_pichler46 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "naturschutz"
          },
          {
            "text": "wochenende"
          }
        ],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000189",
      "id": "5900011650000000189",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Thu Jan 22 09:41:05 +0000 2026",
      "favorited": false,
      "full_text": "RT @magdalena_harris73: Ci vediamo sabato alle 14. #naturschutz #wochenende",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "naturschutz"
          }
        ],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000188",
      "id": "5900011650000000188",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Thu Jan 22 08:13:59 +0000 2026",
      "favorited": false,
      "full_text": "RT @marko_pichler46: Da leggere: https://dailybrief.example/2060 #naturschutz",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "5281342429450071947",
      "in_reply_to_status_id": "5281342429450071947",
      "in_reply_to_user_id": "3710389755770611713",
      "in_reply_to_user_id_str": "3710389755770611713",
      "in_reply_to_screen_name": "magdalena_harris73",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000182",
      "id": "5900011650000000182",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Tue Jan 20 11:47:32 +0000 2026",
      "favorited": false,
      "full_text": "@magdalena_harris73 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [
          {
            "text": "torino"
          }
        ],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "2",
      "id_str": "3263217525947879664",
      "id": "3263217525947879664",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Jan 07 08:58:23 +0000 2026",
      "favorited": false,
      "full_text": "@marko_pichler46 ha ragione, si va avanti. #torino",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Marko Pichler",
            "screen_name": "marko_pichler46",
            "id_str": "2632516056067816458",
            "id": "2632516056067816458"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000127",
      "id": "5900011650000000127",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sun Jan 04 10:59:35 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @marko_pichler46?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000123",
      "id": "5900011650000000123",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Fri Jan 02 17:42:41 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @magdalena_harris73?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Magdalena Harris",
            "screen_name": "magdalena_harris73",
            "id_str": "3710389755770611713",
            "id": "3710389755770611713"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011650000000122",
      "id": "5900011650000000122",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Thu Jan 01 17:01:14 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @magdalena_harris73?",
      "lang": "de"
    }
  }
]