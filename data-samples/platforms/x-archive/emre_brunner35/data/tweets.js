window.YTD.tweets.part0 = [
  {
    "tweet": {
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
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
      "id_str": "5900011940000000704",
      "id": "5900011940000000704",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Mon Jun 22 20:31:44 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @oscar_clarke78?",
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
            "name": "Arthur Hofer",
            "screen_name": "arthur_hofer97",
            "id_str": "4230584628456103812",
            "id": "4230584628456103812"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011940000000694",
      "id": "5900011940000000694",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Jun 20 07:57:11 +0000 2026",
      "favorited": false,
      "full_text": "Was meinst du dazu, @arthur_hofer97?",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "2582474341179296344",
      "in_reply_to_status_id": "2582474341179296344",
      "in_reply_to_user_id": "1917071135200551589",
      "in_reply_to_user_id_str": "1917071135200551589",
      "in_reply_to_screen_name": "oscar_clarke78",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
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
      "id_str": "5900011940000000632",
      "id": "5900011940000000632",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sun May 31 11:28:30 +0000 2026",
      "favorited": false,
      "full_text": "@oscar_clarke78 Das sehe ich auch so, danke!",
      "lang": "de"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "5359745366482931031",
      "in_reply_to_status_id": "5359745366482931031",
      "in_reply_to_user_id": "5517188240261980169",
      "in_reply_to_user_id_str": "5517188240261980169",
      "in_reply_to_screen_name": "elif_lang24",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Elif Lang",
            "screen_name": "elif_lang24",
            "id_str": "5517188240261980169",
            "id": "5517188240261980169"
          }
        ],
        "urls": []
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011940000000548",
      "id": "5900011940000000548",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sun May 10 15:51:58 +0000 2026",
      "favorited": false,
      "full_text": "@elif_lang24 Das sehe ich auch so, danke!",
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
            "url": "https://t.co/0005430",
            "expanded_url": "https://twitter.com/marko_pichler46/status/5075218004343927597",
            "display_url": "twitter.com/marko_pichler46/status/5075218004343927597"
          }
        ]
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "favorite_count": "0",
      "id_str": "5900011940000000543",
      "id": "5900011940000000543",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Fri May 08 16:23:07 +0000 2026",
      "favorited": false,
      "full_text": "Lesenswert, nicht nur für uns hier. https://t.co/0005430",
      "lang": "de"
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
        "user_mentions": [
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
      "id_str": "5900011940000000457",
      "id": "5900011940000000457",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sat Apr 11 14:39:24 +0000 2026",
      "favorited": false,
      "full_text": "RT @oscar_clarke78: Da leggere: https://localnews.example/1644 #artenvielfalt",
      "lang": "it"
    }
  },
  {
    "tweet": {
      "in_reply_to_status_id_str": "4298739449649004212",
      "in_reply_to_status_id": "4298739449649004212",
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
      "id_str": "5900011940000000317",
      "id": "5900011940000000317",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Sun Mar 01 20:31:20 +0000 2026",
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
            "text": "torino"
          }
        ],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Oscar Clarke",
            "screen_name": "oscar_clarke78",
            "id_str": "1917071135200551589",
            "id": "1917071135200551589"
          },
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
      "id_str": "5900011940000000215",
      "id": "5900011940000000215",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Wed Jan 28 22:58:28 +0000 2026",
      "favorited": false,
      "full_text": "RT @oscar_clarke78: @marko_pichler46 ha ragione, si va avanti. #torino",
      "lang": "it"
    }
  }
]